import { expect, test } from 'vitest';
import { holmAdjusted } from '../../src/metrics/holm.ts';

test('Holm by hand: 3 x 0.01, then 2 x 0.02, then no less than that', () => {
  const adjusted = holmAdjusted([0.03, 0.01, 0.02]);
  expect(adjusted[1]).toBeCloseTo(0.03, 12);
  expect(adjusted[2]).toBeCloseTo(0.04, 12);
  expect(adjusted[0]).toBeCloseTo(0.04, 12);
  expect(holmAdjusted([0.6, 0.7])).toEqual([1, 1]);
  expect(holmAdjusted([])).toEqual([]);
});

test('Holm by hand: 5 x 0.0005, 4 x 0.011, 3 x 0.013 which is less, 2 x 0.04, 0.2', () => {
  const expected = [0.044, 0.08, 0.0025, 0.2, 0.044];
  holmAdjusted([0.011, 0.04, 0.0005, 0.2, 0.013]).forEach((p, i) => {
    expect(p).toBeCloseTo(expected[i], 12);
  });
});
