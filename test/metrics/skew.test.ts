import { expect, test } from 'vitest';
import { entropyBits } from '../../src/metrics/entropy-bits.ts';
import { gini } from '../../src/metrics/gini.ts';
import { measureSkew } from '../../src/metrics/skew.ts';
import { topCurve, topShare } from '../../src/metrics/top-curve.ts';
import { Rng } from '../../src/util/rng.ts';

test('Gini by hand: one of four has all, shares of a quarter and three, all the same', () => {
  expect(gini([0, 4, 0, 0])).toBeCloseTo(0.75, 12);
  expect(gini([3, 1])).toBeCloseTo(0.25, 12);
  expect(gini([2, 2, 2])).toBeCloseTo(0, 12);
  expect(gini([0, 0])).toBeNaN();
});

test('Gini is half the mean difference of all pairs over the mean', () => {
  const rng = Rng.fromSeed(1);
  const values = Array.from({ length: 60 }, () => rng.int(100));
  const sum = values.reduce((a, b) => a + b, 0);
  const differences = values.flatMap((a) => values.map((b) => Math.abs(a - b)));
  const ofPairs = differences.reduce((a, b) => a + b, 0) / (2 * 60 * sum);
  expect(gini(values)).toBeCloseTo(ofPairs, 12);
});

test('entropy by hand: 1/2 1 + 1/4 2 + 1/8 3 + 1/8 3 bits', () => {
  expect(entropyBits([4, 2, 1, 0, 1])).toBeCloseTo(1.75, 12);
  expect(entropyBits([0, 7])).toBe(0);
  expect(entropyBits([0, 0])).toBeNaN();
});

test('the top share counts a class in part', () => {
  const counts = [2, 10, 3, 5];
  expect(topShare(counts, 0.25)).toBeCloseTo(10 / 20, 12);
  expect(topShare(counts, 0.125)).toBeCloseTo(5 / 20, 12);
  expect(topShare(counts, 0.375)).toBeCloseTo(12.5 / 20, 12);
  expect(topShare(counts, 1)).toBeCloseTo(1, 12);
  expect(topShare(new Float64Array(37).fill(2), 0.01)).toBeCloseTo(0.01, 12);
});

test('the curve has every class, or as many points as were allowed', () => {
  expect(topCurve([], 200)).toEqual([]);
  expect(topCurve([1, 3], 200)).toEqual([
    { classes: 0, counts: 0 },
    { classes: 0.5, counts: 0.75 },
    { classes: 1, counts: 1 },
  ]);
  const long = topCurve(new Float64Array(1000).fill(1), 200);
  expect(long).toHaveLength(200);
  expect(long[100].counts).toBeCloseTo(long[100].classes, 12);
  expect(long[199]).toEqual({ classes: 1, counts: 1 });
});

test('skew of 6 and 2 clicks by hand', () => {
  const skew = measureSkew([6, 2]);
  expect(skew.classes).toBe(2);
  expect(skew.gini).toBeCloseTo(0.25, 12);
  expect(skew.topPercent).toBeCloseTo((0.02 * 6) / 8, 12);
  expect(skew.topPermille).toBeCloseTo((0.002 * 6) / 8, 12);
  expect(skew.evenness).toBeCloseTo(0.8112781, 6);
});
