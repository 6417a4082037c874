// The vectors of clicks: item + age + position.
import { Attention } from '../blocks.as';
import { ageBucket } from '../arithmetic/age-bucket.as';
import { upTo4 } from '../arithmetic/round-up.as';
import { addInto, rowAt } from '../arithmetic/row.as';

/** x[t] = item + age + position, positions counted back from the newest click; rows up to a multiple of 4 are 0. */
export function embedClicks(block: Attention, example: i32, length: i32, x: usize): void {
  const rowBytes = (<usize>block.width) << 2;
  const first = (<usize>example * <usize>block.historyLength) << 2;
  for (let t = 0; t < length; t++) {
    const at = first + ((<usize>t) << 2);
    const item = rowAt(block.items_UM, load<i32>(block.index_BT + at), rowBytes);
    const age = rowAt(block.ageVectors_AM, ageBucket(block.ages_BT + at, block.numAges), rowBytes);
    const position = rowAt(block.positionVectors_LM, length - 1 - t, rowBytes);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const sum = f32x4.add(v128.load(item + o), v128.load(age + o));
      v128.store(x + o, f32x4.add(sum, v128.load(position + o)));
    }
    x += rowBytes;
  }
  memory.fill(x, 0, <usize>(upTo4(length) - length) * rowBytes);
}

/** Adds the gradients of an example's clicks to the group's, of ages and of positions. */
export function addClickGradients(
  block: Attention,
  example: i32,
  length: i32,
  d: usize,
  sums: usize,
): void {
  const rowBytes = (<usize>block.width) << 2;
  const ageSums = sums + ((<usize>block.ageVectorsAt) << 2);
  const positionSums = sums + ((<usize>block.positionVectorsAt) << 2);
  const first = block.ages_BT + ((<usize>example * <usize>block.historyLength) << 2);
  for (let t = 0; t < length; t++) {
    const bucket = ageBucket(first + ((<usize>t) << 2), block.numAges);
    addInto(rowAt(ageSums, bucket, rowBytes), d, rowBytes);
    addInto(rowAt(positionSums, length - 1 - t, rowBytes), d, rowBytes);
    d += rowBytes;
  }
}
