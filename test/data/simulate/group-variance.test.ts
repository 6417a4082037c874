import { expect, test } from 'vitest';
import { groupVariance } from '../../../src/data/simulate/group-variance.ts';

test('by hand: two groups, two columns', () => {
  // Column 1: {1, 3} and {10}; column 2: all 0. Within: 2 / (3 - 2); mean 14/3, total (49 / 1.5) + ...
  const values = Float32Array.of(1, 0, 3, 0, 10, 0);
  const { within, total } = groupVariance(values, 2, Int32Array.of(0, 0, 1));
  expect(within).toBeCloseTo(2, 12);
  const mean = 14 / 3;
  expect(total).toBeCloseTo(((1 - mean) ** 2 + (3 - mean) ** 2 + (10 - mean) ** 2) / 2, 10);
});

test('nothing can be said where no group has two rows', () => {
  expect(groupVariance(Float32Array.of(1, 2), 1, Int32Array.of(0, 1)).within).toBeNaN();
});
