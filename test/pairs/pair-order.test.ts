import { expect, test } from 'vitest';
import { batchesOfEpoch, planBatches, shareWithPartner } from '../../src/pairs/pair-order.ts';
import { UserError } from '../../src/util/errors.ts';

const pairs = Int32Array.from({ length: 1000 }, (_, i) => 3 * i);
const alone = Int32Array.from({ length: 3000 }, (_, i) => i);
const options = {
  batchSize: 64,
  leftover: 'drop',
  distinctGroups: false,
  seed: 1,
  epoch: 0,
} as const;

const sizes = (batches: readonly Int32Array[]): number[] => batches.map(({ length }) => length);
const sorted = (batches: readonly Int32Array[]): number[] =>
  batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);

test('by hand: how many batches there are', () => {
  const plan = (numPairs: number, batchSize: number, leftover: 'drop' | 'spread') => {
    const {
      numBatches,
      sizes: [least, most],
      numLeftOut,
    } = planBatches(numPairs, { batchSize, leftover });
    return [numBatches, least, most, numLeftOut];
  };
  expect(plan(1000, 64, 'drop')).toEqual([15, 64, 64, 40]);
  expect(plan(1000, 64, 'spread')).toEqual([16, 62, 63, 0]);
  expect(plan(64, 64, 'drop')).toEqual([1, 64, 64, 0]);
  // Fewer than a batch are one batch, not none.
  expect(plan(10, 64, 'drop')).toEqual([1, 10, 10, 0]);
  expect(plan(2, 64, 'spread')).toEqual([1, 2, 2, 0]);
  // Never a batch of one.
  expect(plan(7, 2, 'spread')).toEqual([3, 2, 3, 0]);
  expect(plan(7, 2, 'drop')).toEqual([3, 2, 2, 1]);
  expect(plan(3, 2, 'spread')).toEqual([1, 3, 3, 0]);
  expect(() => plan(1, 64, 'drop')).toThrow(UserError);
  expect(() => plan(100, 1, 'drop')).toThrow('‹batchSize› 1; two at least');
});

test('an epoch has each pair once, or leaves out others than the next', () => {
  const spread = batchesOfEpoch(pairs, alone, { ...options, leftover: 'spread' });
  expect(sorted(spread)).toEqual([...pairs]);
  expect(new Set(sizes(spread))).toEqual(new Set([62, 63]));
  const [first, second] = [0, 1].map((epoch) =>
    batchesOfEpoch(pairs, alone, { ...options, epoch }),
  );
  expect(sizes(first)).toEqual(Array(15).fill(64));
  expect(new Set(sorted(first)).size).toBe(960);
  const leftOut = (batches: readonly Int32Array[]) => {
    const seen = new Set(sorted(batches));
    return pairs.filter((pair) => !seen.has(pair));
  };
  expect(leftOut(first)).toHaveLength(40);
  expect(leftOut(first)).not.toEqual(leftOut(second));
});

test('seed and epoch decide, nothing else', () => {
  const order = (part: Partial<typeof options> | { seed: number } | { epoch: number }) =>
    batchesOfEpoch(pairs, alone, { ...options, ...part });
  expect(order({})).toEqual(order({}));
  expect(order({ epoch: 1 })).not.toEqual(order({}));
  expect(order({ seed: 2 })).not.toEqual(order({}));
});

test('two of a group meet only where the group has more pairs than there are batches', () => {
  // 200 groups of at most 15, and one of 40.
  const group_N = Int32Array.from({ length: 3000 }, (_, i) =>
    i < 120 ? 1000 : Math.floor(i / 3) % 200,
  );
  const distinct = { ...options, distinctGroups: true } as const;
  for (const leftover of ['drop', 'spread'] as const) {
    const batches = batchesOfEpoch(pairs, group_N, { ...distinct, leftover });
    expect(new Set(sorted(batches)).size).toBe(leftover === 'drop' ? 960 : 1000);
    for (const batch of batches) {
      const groups = batch.map((pair) => group_N[pair]);
      const large = groups.filter((group) => group === 1000).length;
      // 40 pairs, or the few less that are left, in 15 or 16 batches.
      expect(large).toBeGreaterThanOrEqual(2);
      expect(large).toBeLessThanOrEqual(3);
      expect(new Set(groups).size).toBe(batch.length - large + 1);
    }
  }
});

test('80 classes in batches of 256: each batch has every class three or four times', () => {
  const all = Int32Array.from({ length: 2560 }, (_, i) => i);
  const classes = all.map((pair) => pair % 80);
  const batches = batchesOfEpoch(all, classes, {
    ...options,
    batchSize: 256,
    distinctGroups: true,
  });
  for (const batch of batches) {
    const counts = new Map<number, number>();
    for (const pair of batch) counts.set(classes[pair], (counts.get(classes[pair]) ?? 0) + 1);
    expect([...counts.values()].every((count) => count === 3 || count === 4)).toBe(true);
    expect(counts.size).toBe(80);
  }
  expect(shareWithPartner(batches, classes)).toBe(1);
});

test('the share of pairs with a partner, by hand', () => {
  const batches = [Int32Array.of(0, 1, 2), Int32Array.of(3, 4, 5)];
  expect(shareWithPartner(batches, Int32Array.of(7, 7, 8, 1, 2, 3))).toBeCloseTo(2 / 6, 12);
  expect(shareWithPartner(batches, Int32Array.of(7, 7, 7, 7, 2, 2))).toBeCloseTo(5 / 6, 12);
});

test('one group alone is dealt out as well as it can be', () => {
  const one = new Int32Array(3000);
  const batches = batchesOfEpoch(pairs, one, { ...options, distinctGroups: true });
  expect(sizes(batches)).toEqual(Array(15).fill(64));
});
