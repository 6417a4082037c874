// Groups of examples.
import { attendExampleBack } from './backward';
import { Block, hiddenStride } from './block';
import { attendExample } from './forward';

// Places of these jobs are groups of examples. A group's gradients to the weights are summed in the order of its
// examples into sums of its own, so that they do not depend on who did which group.

export function attend(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<Block>(address);
  const room = block.room + ((<usize>thread * <usize>block.roomLength) << 2);
  const last = min(end * block.groupSize, block.numExamples);
  const weight1 = room;
  const rest = weight1 + spreadWeight1(block, weight1);
  for (let example = begin * block.groupSize; example < last; example++)
    attendExample(block, example, weight1, rest);
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
    for (let example = group * block.groupSize; example < last; example++) {
      attendExampleBack(block, example, sums, room);
    }
  }
}
