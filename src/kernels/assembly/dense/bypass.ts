import { ageBucket } from '../age-bucket';
import { meanPool } from '../mean-pool';
import { multiply } from '../multiply';
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
  shares: usize;
  clicks: usize;
  history: usize;
  dHistory: usize;
  dClicks: usize;
  sums: usize;
}

// Places of these jobs are groups of examples, an even number of them but for the last; the arrays have room for one
// example more than there are.

/** history = (mean of items + shares x ageVectors) W */
export function bypass(address: usize, begin: i32, end: i32): void {
  const block = changetype<Bypass>(address);
  const first = begin * block.groupSize;
  const last = min(end * block.groupSize, block.numExamples);
  const rowBytes = <usize>block.width << 2;
  const offset = <usize>first * rowBytes;
  meanPool(block.items, block.index, block.lengths, block.clicks, first, last, block.historyLength, block.width);
  for (let example = first; example < last; example++) {
    countAges(block, example);
    const clicks = block.clicks + <usize>example * rowBytes;
    let share = sharesOf(block, example);
    for (let age = 0; age < block.numAges; age++, share += 4) {
      if (load<f32>(share) != 0) addScaled(clicks, rowAt(block.ageVectors, age, rowBytes), share, rowBytes);
    }
  }
  multiply(
    block.clicks + offset, rowBytes, 4, block.weight, rowBytes, 0, 0, block.history + offset, rowBytes,
    (last - first + 1) & ~1, block.width, block.width,
  );
}

// @ts-ignore: decorator
@inline
function sharesOf(block: Bypass, example: i32): usize {
  return block.shares + ((<usize>example * <usize>block.numAges) << 2);
}

/** The share of each age bucket in an example's clicks: few of them are not 0. */
function countAges(block: Bypass, example: i32): void {
  const shares = sharesOf(block, example);
  memory.fill(shares, 0, <usize>block.numAges << 2);
  const length = load<i32>(block.lengths + (<usize>example << 2));
  const share: f32 = 1.0 / <f32>length;
  let age = block.ages + ((<usize>example * <usize>block.historyLength) << 2);
  for (const end = age + (<usize>length << 2); age < end; age += 4) {
    const at = shares + (<usize>ageBucket(age, block.numAges) << 2);
    store<f32>(at, load<f32>(at) + share);
  }
}

/** to += row times the float at `factor` */
// @ts-ignore: decorator
@inline
function addScaled(to: usize, row: usize, factor: usize, rowBytes: usize): void {
  const factors = v128.load32_splat(factor);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    v128.store(to + o, f32x4.add(v128.load(to + o), f32x4.mul(v128.load(row + o), factors)));
  }
}

/** dClicks = dHistory W^T; the group's sums: gradients to W, then to ageVectors. */
export function bypassBack(address: usize, begin: i32, end: i32): void {
  const block = changetype<Bypass>(address);
  const rowBytes = <usize>block.width << 2;
  for (let group = begin; group < end; group++) {
    const first = group * block.groupSize;
    const numExamples = min(block.groupSize, block.numExamples - first);
    const offset = <usize>first * rowBytes;
    const clicks = block.clicks + offset, dHistory = block.dHistory + offset, dClicks = block.dClicks + offset;
    const dWeight = block.sums + ((<usize>group * <usize>block.sumsLength) << 2);
    const dAges = dWeight + <usize>block.width * rowBytes;
    multiply(
      dHistory, rowBytes, 4, block.weightBack, rowBytes, 0, 0, dClicks, rowBytes,
      (numExamples + 1) & ~1, block.width, block.width,
    );
    multiply(
      clicks, 4, rowBytes, dHistory, rowBytes, 0, 0, dWeight, rowBytes, block.width, block.width, numExamples,
    );
    memory.fill(dAges, 0, <usize>block.numAges * rowBytes);
    for (let i = 0; i < numExamples; i++) {
      let share = sharesOf(block, first + i);
      const d = dClicks + <usize>i * rowBytes;
      for (let age = 0; age < block.numAges; age++, share += 4) {
        if (load<f32>(share) != 0) addScaled(rowAt(dAges, age, rowBytes), d, share, rowBytes);
      }
    }
  }
}
