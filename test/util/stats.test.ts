import { expect, test } from 'vitest';
import { mean, median, quantile, standardDeviation } from '../../src/util/stats.ts';

test('mean, deviation and quantiles of a list worked by hand', () => {
  const values = [4, 1, 3, 2];
  expect(mean(values)).toBe(2.5);
  expect(standardDeviation(values)).toBeCloseTo(Math.sqrt(5 / 3), 12);
  expect(median(values)).toBe(2.5);
  expect(quantile(values, 0.25)).toBe(1.75);
  expect(quantile(values, 1)).toBe(4);
  expect(values).toEqual([4, 1, 3, 2]);
});

test('of too few values they are not a number', () => {
  expect(mean([])).toBeNaN();
  expect(standardDeviation([1])).toBeNaN();
  expect(quantile([], 0.5)).toBeNaN();
});
