// Groups of examples.
import { attendExampleBack } from './backward';
import { multiply } from '../multiply';
import { upTo2 } from '../round-up';
import { Block, hiddenStride, linearSums, partOf } from './block';
import { attendExample } from './forward';

// Places of these jobs are groups of examples. A group's gradients to the weights are summed in the order of its
// examples into sums of its own, so that they do not depend on who did which group.

export function attend(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<Block>(address);
  const room = block.room + ((<usize>thread * <usize>block.roomLength) << 2);
  const last = min(end * block.groupSize, block.numExamples);
  const weight1 = room;
  const rest = weight1 + spreadWeight1(block, weight1);
  const first = begin * block.groupSize;
  for (let example = first; example < last; example++) attendExample(block, example, weight1, rest);
  linear(block, first, last - first);
}

/** history += pooledHidden weight2, which meets the means, as it is linear. */
function linear(block: Block, first: i32, count: i32): void {
  const rowBytes = (<usize>block.width) << 2,
    hiddenBytes = (<usize>block.hidden) << 2;
  const hidden = partOf(block.pooledHidden, first, block.hidden),
    out = partOf(block.history, first, block.width);
  multiply(
    hidden,
    hiddenBytes,
    4,
    block.weight2,
    rowBytes,
    out,
    rowBytes,
    out,
    rowBytes,
    upTo2(count),
    block.width,
    block.hidden,
  );
}

/** The gradients to pooledHidden and to weight2. */
function linearBack(block: Block, first: i32, count: i32, sums: usize): void {
  const rowBytes = (<usize>block.width) << 2,
    hiddenBytes = (<usize>block.hidden) << 2;
  const hidden = partOf(block.pooledHidden, first, block.hidden),
    d = partOf(block.dHistory, first, block.width);
  multiply(
    d,
    rowBytes,
    4,
    block.weight2Back,
    hiddenBytes,
    0,
    0,
    partOf(block.dPooledHidden, first, block.hidden),
    hiddenBytes,
    upTo2(count),
    block.hidden,
    block.width,
  );
  multiply(
    hidden,
    4,
    hiddenBytes,
    d,
    rowBytes,
    0,
    0,
    sums + linearSums(block),
    rowBytes,
    block.hidden,
    block.width,
    count,
  );
}

/** Copies weight1 to rows `hiddenStride` apart. Returns the bytes taken. */
function spreadWeight1(block: Block, to: usize): usize {
  const rowBytes = (<usize>block.hidden) << 2,
    stride = hiddenStride(block);
  for (let m: usize = 0; m < <usize>block.width; m++) {
    memory.copy(to + m * stride, block.weight1 + m * rowBytes, rowBytes);
  }
  return <usize>block.width * stride;
}

export function attendBack(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<Block>(address);
  const room = block.room + ((<usize>thread * <usize>block.roomLength) << 2);
  for (let group = begin; group < end; group++) {
    const sums = block.sums + ((<usize>group * <usize>block.sumsLength) << 2);
    memory.fill(sums, 0, (<usize>block.sumsLength) << 2);
    const last = min((group + 1) * block.groupSize, block.numExamples);
    const first = group * block.groupSize;
    linearBack(block, first, last - first, sums);
    for (let example = first; example < last; example++) {
      attendExampleBack(block, example, sums, room);
    }
  }
}
