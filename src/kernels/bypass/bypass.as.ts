// The Bypass history module.
import { ageBucket } from '../arithmetic/age-bucket.as';
import { madd } from '../arithmetic/madd.as';
import { multiply } from '../arithmetic/multiply.as';
import { partOf, rowAt } from '../arithmetic/row.as';
import { Bypass } from '../blocks.as';
import { meanOfRows } from '../mean-pool/mean-pool.as';

// What is shared out are groups of examples. Users without clicks take no part: within a group the others lie side by
// side, and `examples` says which they are.

/** history = (mean of items + shares x ageVectors) W. */
export function bypass(address: usize, begin: i32, end: i32): void {
  for (let group = begin; group < end; group++) bypassGroup(changetype<Bypass>(address), group);
}

function bypassGroup(block: Bypass, group: i32): void {
  const first = group * block.groupSize;
  const last = min(first + block.groupSize, block.numExamples);
  const rowBytes = (<usize>block.width) << 2;
  const clicks = block.clicks_BM + <usize>first * rowBytes;
  const examples = block.examples_B + ((<usize>first) << 2);
  let count = 0;
  for (let example = first; example < last; example++) {
    if (load<i32>(block.lengths_B + ((<usize>example) << 2)) == 0) continue;
    store<i32>(examples + ((<usize>count) << 2), example);
    embedClicks(block, example, rowAt(clicks, count, rowBytes), sharesAt(block, first + count));
    count += 1;
  }
  const vectors = block.dClicks_BM + <usize>first * rowBytes;
  multiply(
    clicks,
    rowBytes,
    4,
    block.weight_MM,
    rowBytes,
    0,
    0,
    vectors,
    rowBytes,
    count,
    block.width,
    block.width,
  );
  memory.fill(block.history_BM + <usize>first * rowBytes, 0, <usize>(last - first) * rowBytes);
  for (let i = 0; i < count; i++) {
    const example = load<i32>(examples + ((<usize>i) << 2));
    memory.copy(rowAt(block.history_BM, example, rowBytes), rowAt(vectors, i, rowBytes), rowBytes);
  }
}

/** @inline */
function sharesAt(block: Bypass, row: i32): usize {
  return partOf(block.shares_BA, row, block.numAges);
}

/** An example's clicks into one vector, and the share of each age bucket: few of them are not 0. */
function embedClicks(block: Bypass, example: i32, vector: usize, shares: usize): void {
  const rowBytes = (<usize>block.width) << 2;
  const base = vector - <usize>example * rowBytes;
  meanOfRows(
    block.items_UM,
    block.index_BT,
    block.lengths_B,
    base,
    example,
    example + 1,
    block.historyLength,
    block.width,
  );
  memory.fill(shares, 0, (<usize>block.numAges) << 2);
  const length = load<i32>(block.lengths_B + ((<usize>example) << 2));
  const share: f32 = 1.0 / <f32>length;
  let age = block.ages_BT + ((<usize>example * <usize>block.historyLength) << 2);
  for (const end = age + ((<usize>length) << 2); age < end; age += 4) {
    const at = shares + ((<usize>ageBucket(age, block.numAges)) << 2);
    store<f32>(at, load<f32>(at) + share);
  }
  for (let bucket = 0; bucket < block.numAges; bucket++, shares += 4) {
    if (load<f32>(shares) != 0)
      addScaled(vector, rowAt(block.ageVectors_AM, bucket, rowBytes), shares, rowBytes);
  }
}

/** to += row times the float at `factor` @inline */
function addScaled(to: usize, row: usize, factor: usize, rowBytes: usize): void {
  const factors = v128.load32_splat(factor);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    v128.store(to + o, madd(v128.load(row + o), factors, v128.load(to + o)));
  }
}

/** dClicks = dHistory W^T; the group's sums: gradients to W, then to ageVectors. Overwrites `history`. */
export function bypassBack(address: usize, begin: i32, end: i32): void {
  for (let group = begin; group < end; group++) bypassGroupBack(changetype<Bypass>(address), group);
}

function bypassGroupBack(block: Bypass, group: i32): void {
  const rowBytes = (<usize>block.width) << 2;
  const first = group * block.groupSize;
  const last = min(first + block.groupSize, block.numExamples);
  const offset = <usize>first * rowBytes;
  const clicks = block.clicks_BM + offset,
    gradients = block.history_BM + offset,
    dClicks = block.dClicks_BM + offset;
  const examples = block.examples_B + ((<usize>first) << 2);
  const sums = partOf(block.sums_GP, group, block.sumsLength);
  const dWeight = sums + ((<usize>block.weightAt) << 2),
    dAges = sums + ((<usize>block.ageVectorsAt) << 2);
  let count = 0;
  for (let example = first; example < last; example++) {
    if (load<i32>(block.lengths_B + ((<usize>example) << 2)) == 0) continue;
    memory.copy(
      rowAt(gradients, count, rowBytes),
      rowAt(block.dHistory_BM, example, rowBytes),
      rowBytes,
    );
    count += 1;
  }
  multiply(
    gradients,
    rowBytes,
    4,
    block.weightTransposed_MM,
    rowBytes,
    0,
    0,
    dClicks,
    rowBytes,
    count,
    block.width,
    block.width,
  );
  multiply(
    clicks,
    4,
    rowBytes,
    gradients,
    rowBytes,
    0,
    0,
    dWeight,
    rowBytes,
    block.width,
    block.width,
    count,
  );
  memory.fill(dAges, 0, <usize>block.numAges * rowBytes);
  for (let i = 0; i < count; i++) {
    let share = sharesAt(block, first + i);
    for (let bucket = 0; bucket < block.numAges; bucket++, share += 4) {
      if (load<f32>(share) == 0) continue;
      addScaled(rowAt(dAges, bucket, rowBytes), rowAt(dClicks, i, rowBytes), share, rowBytes);
    }
  }
  // From the end, since a row's example is never before the row.
  for (let i = count - 1; i >= 0; i--) {
    const example = load<i32>(examples + ((<usize>i) << 2));
    memory.copy(rowAt(block.dClicks_BM, example, rowBytes), rowAt(dClicks, i, rowBytes), rowBytes);
  }
}
