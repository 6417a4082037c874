import { expect, test } from 'vitest';
import { numValues } from '../../src/util/num-values.ts';

test('a table of 2 x 3 x 4 has 24 values, a scalar one, what has a size of 0 none', () => {
  expect(numValues([2, 3, 4])).toBe(24);
  expect(numValues([])).toBe(1);
  expect(numValues([5, 0])).toBe(0);
});
