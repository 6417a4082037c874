import { expect, test } from 'vitest';
import { letterOf, parseCodes, tokensOfItem } from '../../../src/interchange/codes/code-tokens.ts';

test('levels are letters: a ... z, aa', () => {
  expect([0, 1, 25, 26, 27, 52].map(letterOf)).toEqual(['a', 'b', 'z', 'aa', 'ab', 'ba']);
  expect(tokensOfItem(Int32Array.of(3, 9, 0))).toEqual(['<a_3>', '<b_9>', '<c_0>']);
});

test('codes are read from lists, tokens in any spacing, and texts of numbers', () => {
  const same = [
    [12, 3, 240],
    ['<a_12>', '<b_3>', '<c_240>'],
    ['12', '3', '240'],
    '<a_12><b_3><c_240>',
    '<a_12> <b_3> <c_240>',
    "['<a_12>', '<b_3>', '<c_240>']",
    '<|sid_begin|><s_a_12><s_b_3><s_c_240><|sid_end|>',
    '12,3,240',
    '[12, 3, 240]',
    '12-3-240',
    '12 3 240',
  ];
  for (const value of same) expect(parseCodes(value), String(value)).toEqual([12, 3, 240]);
  expect(parseCodes(7)).toEqual([7]);
});

test('what is no code is not taken for one: letters out of order, signs, fractions, words', () => {
  const wrong = [
    ...['<b_3>', '<a_1><c_2>', '<a_1>pen', '<a_-1>', 'pen 3', '', '<a_>', '1.5,2', '99999999999'],
    ...['5 -1', '5,-1', '[-1, 5]', '-1', '3--1'],
    ...[null, true, [], [1, null], [1.5], [-1], [1, '2']],
  ];
  for (const value of wrong) expect(parseCodes(value), String(value)).toBeUndefined();
});
