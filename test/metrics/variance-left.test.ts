import { expect, test } from 'vitest';
import { varianceLeft } from '../../src/metrics/variance-left.ts';
import { Rng } from '../../src/util/rng.ts';
import { mean } from '../../src/util/stats.ts';

test('by hand: 0, 2 and 10, 12 around 6', () => {
  const groups = { group_N: Int32Array.of(2, 2, 0, 0), numGroups: 3 };
  // Within: 1 + 1 + 1 + 1; around 6: 36 + 16 + 16 + 36. Two groups have items.
  expect(varianceLeft(Float32Array.of(0, 2, 10, 12), 1, groups)).toEqual({
    left: 4 / 104,
    byChance: (4 - 2) / 3,
  });
});

test('groups filled at random leave what byChance says, on average', () => {
  const rng = Rng.fromSeed(5);
  const rows_ND = Float32Array.from({ length: 30 * 2 }, () => rng.normal());
  const group_N = Int32Array.from({ length: 30 }, (_, item) => Math.floor(item ** 0.7) % 6);
  const lefts = Array.from({ length: 3000 }, () => {
    const groups = { group_N: rng.shuffle(group_N.slice()), numGroups: 6 };
    return varianceLeft(rows_ND, 2, groups).left;
  });
  const { byChance } = varianceLeft(rows_ND, 2, { group_N, numGroups: 6 });
  expect(mean(lefts)).toBeCloseTo(byChance, 2);
});
