import { expect, test } from 'vitest';
import { percentOf } from '../../../src/data/import/import-report.ts';

test.each([
  [1, 3, 33.33],
  [2, 3, 66.67],
  [5, 5, 100],
  [0, 7, 0],
  [0, 0, 0],
])('%i of %i is %f percent', (part, whole, percent) => {
  expect(percentOf(part, whole)).toBe(percent);
});
