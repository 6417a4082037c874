import { expect, test } from 'vitest';
import { sampleDifference, sampleMean } from '../../src/inspect/sample-mean.ts';
import { Rng } from '../../src/util/rng.ts';
import { mean } from '../../src/util/stats.ts';

test('where all items were asked there is nothing to estimate', () => {
  expect(sampleMean(Float64Array.of(0, 1, 1), 3)).toEqual({ value: 2 / 3, ci95: null });
});

test('of samples of half of the items about 95 of 100 intervals hold the mean of all, and are narrower for it', () => {
  const rng = Rng.fromSeed(11);
  const all = Float64Array.from({ length: 400 }, () => rng.int(11) / 10);
  const truth = mean(all);
  let held = 0;
  for (let i = 0; i < 400; i++) {
    const { ci95 } = sampleMean(rng.shuffle(all.slice()).slice(0, 200), 400);
    held += Number(ci95 !== null && ci95[0] <= truth && truth <= ci95[1]);
  }
  expect(held).toBeGreaterThan(366);
  // Without the correction nearly all would: intervals would be 1.4 times as wide.
  expect(held).toBeLessThan(394);
});

test('a difference is of the same items', () => {
  const { value, ci95 } = sampleDifference(
    Float64Array.of(0.5, 0.6, 0.7),
    Float64Array.of(0.1, 0.2, 0.3),
    1000,
  );
  expect(value).toBeCloseTo(0.4, 12);
  expect(ci95?.map((end) => Number(end.toFixed(9)))).toEqual([0.4, 0.4]);
});
