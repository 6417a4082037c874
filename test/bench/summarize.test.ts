import { expect, test } from 'vitest';
import { lossDifference, summarizePairs } from './summarize.ts';

test('medians of both sides, their ratio, and the range of the pairs', () => {
  const pairs = [
    { oursMs: 10, theirsMs: 30 },
    { oursMs: 12, theirsMs: 24 },
    { oursMs: 8, theirsMs: 40 },
  ];
  expect(summarizePairs(pairs)).toEqual({ oursMs: 10, theirsMs: 30, ratio: 3, spread: [2, 5] });
});

test('a loss difference is relative, and the greatest of the steps', () => {
  expect(lossDifference([1, 2, 4], [1, 2.2, 4])).toBeCloseTo(0.2 / 2.2, 12);
  expect(lossDifference([0], [0])).toBe(0);
});

test('a loss that is no number differs from everything', () => {
  expect(lossDifference([1, NaN], [1, 1])).toBe(Infinity);
});

test('lists of different lengths are refused', () => {
  expect(() => lossDifference([1], [1, 2])).toThrow('1 losses of ours, 2 of theirs');
});
