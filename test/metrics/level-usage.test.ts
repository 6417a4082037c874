import { expect, test } from 'vitest';
import { entropyAgainstNeighbors, hourglass, measureLevel } from '../../src/metrics/level-usage.ts';

test('a level by hand: counts 2, 1, 0, 1 of four codes', () => {
  const usage = measureLevel(Int32Array.of(0, 0, 1, 3), 4);
  expect(usage).toMatchObject({ used: 3, occupancy: 0.75 });
  expect(usage.entropyBits).toBeCloseTo(1.5, 12);
  expect(usage.perplexity).toBeCloseTo(2.8284271, 6);
  // Ascending 0, 1, 1, 2 under -3, -1, 1, 3: (-1 + 1 + 6) / (4 * 4)
  expect(usage.gini).toBeCloseTo(0.375, 12);
});

test('by weight, what was never shown does not use its code', () => {
  const usage = measureLevel(Int32Array.of(0, 0, 1, 3), 4, [5, 0, 0, 5]);
  expect(usage).toMatchObject({ used: 2, occupancy: 0.5 });
  expect(usage.entropyBits).toBeCloseTo(1, 12);
  expect(usage.gini).toBeCloseTo(0.5, 12);
});

test('the hourglass is the narrowest inner level over the mean of its neighbors', () => {
  expect(hourglass([4, 1, 3])).toBeCloseTo(1 / 3.5, 12);
  expect(hourglass([4, 3, 5, 1])).toBeCloseTo(3 / 4.5, 12);
  expect(hourglass([2, 2, 2])).toBeCloseTo(1, 12);
  expect(hourglass([1, 2])).toBeNaN();
});

test('each inner level has its own value; the first and the last have none', () => {
  expect(entropyAgainstNeighbors([4, 3, 5, 1])).toEqual([NaN, 3 / 4.5, 5 / 2, NaN]);
});
