// An attention block: groups of examples through it and back.
import { Attention } from '../blocks.as';
import { multiply } from '../arithmetic/multiply.as';
import { partOf, workspaceOf } from '../arithmetic/row.as';
import { attendExampleBack } from './attention-backward.as';
import { attendExample } from './attention-forward.as';
import { hiddenStride } from './pool.as';

// Places of these jobs are groups of examples. A group's gradients to the weights are summed in the order of its
// examples into sums of its own, so that they do not depend on who did which group.

export function attend(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<Attention>(address);
  const room = workspaceOf(block.workspace, block.workspaceLength, thread);
  const last = min(end * block.groupSize, block.numExamples);
  const weight1 = room;
  const rest = weight1 + spreadWeight1(block, weight1);
  const first = begin * block.groupSize;
  for (let example = first; example < last; example++) attendExample(block, example, weight1, rest);
  linear(block, first, last - first);
}

/** history += pooledHidden weight2, which meets the means, as it is linear. */
function linear(block: Attention, first: i32, count: i32): void {
  const rowBytes = (<usize>block.width) << 2,
    hiddenBytes = (<usize>block.hidden) << 2;
  const hidden = partOf(block.pooledHidden_BF, first, block.hidden),
    out = partOf(block.history_BM, first, block.width);
  multiply(
    hidden,
    hiddenBytes,
    4,
    block.weight2_FM,
    rowBytes,
    out,
    rowBytes,
    out,
    rowBytes,
    count,
    block.width,
    block.hidden,
  );
}

/** The gradients to pooledHidden and to weight2. */
function linearBack(block: Attention, first: i32, count: i32, sums: usize): void {
  const rowBytes = (<usize>block.width) << 2,
    hiddenBytes = (<usize>block.hidden) << 2;
  const hidden = partOf(block.pooledHidden_BF, first, block.hidden),
    d = partOf(block.dHistory_BM, first, block.width);
  multiply(
    d,
    rowBytes,
    4,
    block.weight2Transposed_MF,
    hiddenBytes,
    0,
    0,
    partOf(block.dPooledHidden_BF, first, block.hidden),
    hiddenBytes,
    count,
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
    sums + ((<usize>block.weight2At) << 2),
    rowBytes,
    block.hidden,
    block.width,
    count,
  );
}

/** Copies weight1 to rows `hiddenStride` apart. Returns the bytes taken. */
function spreadWeight1(block: Attention, to: usize): usize {
  const rowBytes = (<usize>block.hidden) << 2,
    stride = hiddenStride(block);
  for (let m: usize = 0; m < <usize>block.width; m++) {
    memory.copy(to + m * stride, block.weight1_MF + m * rowBytes, rowBytes);
  }
  return <usize>block.width * stride;
}

export function attendBack(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<Attention>(address);
  const room = workspaceOf(block.workspace, block.workspaceLength, thread);
  for (let group = begin; group < end; group++) {
    const sums = block.sums_GP + ((<usize>group * <usize>block.sumsLength) << 2);
    memory.fill(sums, 0, (<usize>block.sumsLength) << 2);
    const last = min((group + 1) * block.groupSize, block.numExamples);
    const first = group * block.groupSize;
    linearBack(block, first, last - first, sums);
    for (let example = first; example < last; example++) {
      attendExampleBack(block, example, sums, room);
    }
  }
}
