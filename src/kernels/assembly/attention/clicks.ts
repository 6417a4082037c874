// Item + age + position.
import { ageBucket } from '../age-bucket';
import { upTo4 } from '../round-up';
import { addInto, rowAt } from '../row';
import { Block } from './block';

/** x[t] = item + age + position, positions counted back from the newest click; rows up to a multiple of 4 are 0. */
export function embedClicks(block: Block, example: i32, length: i32, x: usize): void {
  const rowBytes = (<usize>block.width) << 2;
  const first = (<usize>example * <usize>block.historyLength) << 2;
  for (let t = 0; t < length; t++) {
    const at = first + ((<usize>t) << 2);
    const item = rowAt(block.items, load<i32>(block.index + at), rowBytes);
    const age = rowAt(block.ageVectors, ageBucket(block.ages + at, block.numAges), rowBytes);
    const position = rowAt(block.positionVectors, length - 1 - t, rowBytes);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const sum = f32x4.add(v128.load(item + o), v128.load(age + o));
      v128.store(x + o, f32x4.add(sum, v128.load(position + o)));
    }
    x += rowBytes;
  }
  memory.fill(x, 0, <usize>(upTo4(length) - length) * rowBytes);
}

/** Adds the gradients of an example's clicks to those of the ages and of the positions behind them. */
export function addClickGradients(
  block: Block,
  example: i32,
  length: i32,
  d: usize,
  ageSums: usize,
): void {
  const rowBytes = (<usize>block.width) << 2;
  const positionSums = ageSums + <usize>block.numAges * rowBytes;
  const first = block.ages + ((<usize>example * <usize>block.historyLength) << 2);
  for (let t = 0; t < length; t++) {
    const bucket = ageBucket(first + ((<usize>t) << 2), block.numAges);
    addInto(rowAt(ageSums, bucket, rowBytes), d, rowBytes);
    addInto(rowAt(positionSums, length - 1 - t, rowBytes), d, rowBytes);
    d += rowBytes;
  }
}
