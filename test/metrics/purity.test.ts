import { expect, test } from 'vitest';
import { commonestLabel, measurePurity } from '../../src/metrics/purity.ts';

const groups = { group_N: Int32Array.from([0, 0, 0, 1, 1, 2, 4]), numGroups: 5 };

test('purity by hand: 2 of 3, 1 of 2, alone, and one without a label', () => {
  // Group 0 has 7 7 8, group 1 has 8 9, group 2 has 7, group 3 is empty, of group 4 nothing is known.
  expect(measurePurity(groups, [7, 7, 8, 8, 9, 7, -1])).toBe((2 + 1 + 1) / 6);
  expect(measurePurity(groups, Array<number>(7).fill(-1))).toBeNaN();
});

test('the commonest label, the smallest of equals', () => {
  const labels = [7, 7, 8, 8, 9, 7, -1];
  expect(commonestLabel([0, 1, 2, 6], labels)).toEqual({ label: 7, items: 2, labeled: 3 });
  expect(commonestLabel([3, 5], labels)).toEqual({ label: 7, items: 1, labeled: 2 });
  expect(commonestLabel([6], labels)).toBeUndefined();
});
