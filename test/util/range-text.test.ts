import { expect, test } from 'vitest';
import { rangeText } from '../../src/util/range-text.ts';

test('one number where all have it, else the least and the greatest', () => {
  expect(rangeText([7, 5, 9], (value) => `${value} m`)).toBe('5 m to 9 m');
  expect(rangeText([5, 5], String)).toBe('5');
});
