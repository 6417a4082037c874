import { expect, test } from 'vitest';
import { neighborRecall } from '../../src/metrics/neighbor-recall.ts';

test('by hand: 2 of the 3 nearest are found, and of the nearest one none', () => {
  const [nearest, found] = [
    [0.9, 0.8, 0.7, 0.6],
    [0.8, 0.7, 0.6],
  ];
  expect(neighborRecall(found, nearest, 3, 1e-6)).toBeCloseTo(2 / 3, 12);
  expect(neighborRecall(found, nearest, 1, 1e-6)).toBe(0);
});

test('a copy is as good as the one that it is a copy of; what was not found is missing', () => {
  expect(neighborRecall([0.9, 0.7], [0.9, 0.7, 0.7], 2, 0)).toBe(1);
  expect(neighborRecall([0.9], [0.9, 0.7], 2, 0)).toBe(0.5);
});
