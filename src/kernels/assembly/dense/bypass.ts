// The Bypass history module.
import { ageBucket } from '../age-bucket';
import { madd } from '../madd';
import { meanPool } from '../mean-pool';
import { multiply } from '../multiply';
import { upTo2 } from '../round-up';
import { rowAt } from '../row';

/** What Bypass works on, in the order in which dense-kernels.ts writes it. bypass-block.ts explains each. */
@unmanaged
class Bypass {
  numExamples: i32;
  groupSize: i32;
  historyLength: i32;
  width: i32;
  numAges: i32;
  sumsLength: i32;
  items: usize;
  index: usize;
  lengths: usize;
  ages: usize;
  ageVectors: usize;
  weight: usize;
  weightBack: usize;
  places: usize;
  shares: usize;
  clicks: usize;
  history: usize;
  dHistory: usize;
  dClicks: usize;
  sums: usize;
}

// Places of these jobs are groups of examples, an even number of them but for the last; the arrays have room for one
// example more than there are. Users without clicks take no part: within a group the others lie side by side, and
// `places` says which examples they are.

/** history = (mean of items + shares x ageVectors) W. A chunk is one group. */
export function bypass(address: usize, group: i32): void {
  const block = changetype<Bypass>(address);
  const first = group * block.groupSize;
  const last = min(first + block.groupSize, block.numExamples);
  const rowBytes = (<usize>block.width) << 2;
  const clicks = block.clicks + <usize>first * rowBytes;
  const places = block.places + ((<usize>first) << 2);
  let count = 0;
  for (let example = first; example < last; example++) {
    if (load<i32>(block.lengths + ((<usize>example) << 2)) == 0) continue;
    store<i32>(places + ((<usize>count) << 2), example);
    embedClicks(block, example, rowAt(clicks, count, rowBytes), sharesAt(block, first + count));
    count += 1;
  }
  const vectors = block.dClicks + <usize>first * rowBytes;
  multiply(
    clicks,
    rowBytes,
    4,
    block.weight,
    rowBytes,
    0,
    0,
    vectors,
    rowBytes,
    upTo2(count),
    block.width,
    block.width,
  );
  memory.fill(block.history + <usize>first * rowBytes, 0, <usize>(last - first) * rowBytes);
  for (let i = 0; i < count; i++) {
    const example = load<i32>(places + ((<usize>i) << 2));
    memory.copy(rowAt(block.history, example, rowBytes), rowAt(vectors, i, rowBytes), rowBytes);
  }
}

/** @inline */
function sharesAt(block: Bypass, row: i32): usize {
  return block.shares + ((<usize>row * <usize>block.numAges) << 2);
}

/** An example's clicks into one vector, and the share of each age bucket: few of them are not 0. */
function embedClicks(block: Bypass, example: i32, vector: usize, shares: usize): void {
  const rowBytes = (<usize>block.width) << 2;
  const base = vector - <usize>example * rowBytes;
  meanPool(
    block.items,
    block.index,
    block.lengths,
    base,
    example,
    example + 1,
    block.historyLength,
    block.width,
  );
  memory.fill(shares, 0, (<usize>block.numAges) << 2);
  const length = load<i32>(block.lengths + ((<usize>example) << 2));
  const share: f32 = 1.0 / <f32>length;
  let age = block.ages + ((<usize>example * <usize>block.historyLength) << 2);
  for (const end = age + ((<usize>length) << 2); age < end; age += 4) {
    const at = shares + ((<usize>ageBucket(age, block.numAges)) << 2);
    store<f32>(at, load<f32>(at) + share);
  }
  for (let bucket = 0; bucket < block.numAges; bucket++, shares += 4) {
    if (load<f32>(shares) != 0)
      addScaled(vector, rowAt(block.ageVectors, bucket, rowBytes), shares, rowBytes);
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
export function bypassBack(address: usize, group: i32): void {
  const block = changetype<Bypass>(address);
  const rowBytes = (<usize>block.width) << 2;
  const first = group * block.groupSize;
  const last = min(first + block.groupSize, block.numExamples);
  const offset = <usize>first * rowBytes;
  const clicks = block.clicks + offset,
    gradients = block.history + offset,
    dClicks = block.dClicks + offset;
  const places = block.places + ((<usize>first) << 2);
  const dWeight = block.sums + ((<usize>group * <usize>block.sumsLength) << 2);
  const dAges = dWeight + <usize>block.width * rowBytes;
  let count = 0;
  for (let example = first; example < last; example++) {
    if (load<i32>(block.lengths + ((<usize>example) << 2)) == 0) continue;
    memory.copy(
      rowAt(gradients, count, rowBytes),
      rowAt(block.dHistory, example, rowBytes),
      rowBytes,
    );
    count += 1;
  }
  multiply(
    gradients,
    rowBytes,
    4,
    block.weightBack,
    rowBytes,
    0,
    0,
    dClicks,
    rowBytes,
    upTo2(count),
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
    const example = load<i32>(places + ((<usize>i) << 2));
    memory.copy(rowAt(block.dClicks, example, rowBytes), rowAt(dClicks, i, rowBytes), rowBytes);
  }
}
