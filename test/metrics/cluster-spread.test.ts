import { expect, test } from 'vitest';
import { measureClusterSpread } from '../../src/metrics/cluster-spread.ts';
import { Rng } from '../../src/util/rng.ts';

const rng = (): Rng => Rng.fromSeed(1);

test('a pair, a rectangle of 3 x 4 and one item alone, by hand', () => {
  const rows_NM = Float32Array.of(0, 0, 2, 0, 0, 0, 0, 4, 3, 0, 3, 4, 9, 9);
  const groups = { group_N: Int32Array.of(0, 0, 2, 2, 2, 2, 3), numGroups: 5 };
  const spread = measureClusterSpread(rows_NM, 2, groups, rng());
  expect(spread).toMatchObject({ clusters: 3, singletons: 1, smallClusters: 1 });
  // 1 in the pair; 1.5^2 + 2^2 in the rectangle
  expect(spread.variance).toBeCloseTo((1 + 6.25) / 2, 10);
  // sides 3, 3, 4, 4 and diagonals 5, 5
  expect(spread.smallDistance).toBeCloseTo(4, 10);
  expect(spread.largeDistance).toBeCloseTo((2 + 4) / 2, 10);
});

test('clusters drawn at random: variance falls short by (n - 1) / n, which is why sizes must match', () => {
  const draw = rng();
  const rows_NM = Float32Array.from({ length: 20_000 }, () => draw.normal());
  const ofSize = (size: number): number => {
    const group_N = Int32Array.from(rows_NM, (_, i) => Math.floor(i / size));
    return measureClusterSpread(rows_NM, 1, { group_N, numGroups: 20_000 / size }, rng()).variance;
  };
  expect(ofSize(2)).toBeCloseTo(1 / 2, 1);
  expect(ofSize(10)).toBeCloseTo(9 / 10, 1);
});

test('of a cluster of 3,000 items some are drawn: half at 0, half at 1, so about half the pairs differ', () => {
  const rows_NM = Float32Array.from({ length: 3000 }, (_, i) => i % 2);
  const groups = { group_N: new Int32Array(3000), numGroups: 1 };
  const { largeDistance, smallDistance } = measureClusterSpread(rows_NM, 1, groups, rng());
  expect(Math.abs(largeDistance - 0.5)).toBeLessThan(0.02);
  expect(smallDistance).toBeNaN();
});

test('only the 1,000 largest clusters count as large', () => {
  const rows_NM = Float32Array.from({ length: 2200 + 3 }, (_, i) => (i < 2200 ? i % 2 : 5 * i));
  const group_N = Int32Array.from(rows_NM, (_, i) => (i < 2200 ? i >> 1 : 1100));
  const spread = measureClusterSpread(rows_NM, 1, { group_N, numGroups: 1101 }, rng());
  // 999 pairs at distance 1, and a triple at 5, 5 and 10
  expect(spread.largeDistance).toBeCloseTo((999 + 20 / 3) / 1000, 10);
});
