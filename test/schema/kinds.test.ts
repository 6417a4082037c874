import { expect, test } from 'vitest';
import {
  fraction,
  multipleOf,
  nonNegativeInt,
  nonNegativeNumber,
  oneOf,
  positiveInt,
  positiveNumber,
  ValueError,
  wholeNumber,
} from '../../src/schema/kinds.ts';
import type { Kind } from '../../src/schema/kinds.ts';
import {
  ascendingInts,
  dayRange,
  intsUpTo,
  nonNegativeNumbers,
  orName,
  shareRange,
  widths,
} from '../../src/schema/list-kinds.ts';
import { parseJson } from '../../src/schema/parse-json.ts';

const NAMES = oneOf(['prefix', 'sum']);

test.each<[Kind<unknown>, string, unknown, string?]>([
  [positiveInt, '12', 12],
  [nonNegativeInt, '0', 0],
  [positiveNumber, '1e-3', 0.001, '0.001'],
  [nonNegativeNumber, '0', 0],
  [fraction, '0.25', 0.25],
  [multipleOf(4), '8', 8],
  [dayRange, '1-4', { from: 1, to: 4 }],
  [dayRange, '3', { from: 3, to: 3 }, '3-3'],
  [ascendingInts, '20,4,4', [4, 20], '4,20'],
  [widths, '64,32', [64, 32]],
  [widths, 'none', []],
  [intsUpTo(3), '16,8,8', [16, 8, 8]],
  [nonNegativeNumbers, '0,0.003,1e-2', [0, 0.003, 0.01], '0,0.003,0.01'],
  [NAMES, 'sum', 'sum'],
  [orName(nonNegativeInt, 'each'), 'each', 'each'],
  [orName(nonNegativeInt, 'each'), '7', 7],
  [shareRange, '0.9,1', { from: 0.9, to: 1 }],
  [orName(shareRange, 'none'), 'none', 'none'],
])(
  '%#: a word becomes a value of JSON, and the value a word',
  (kind, word, value, shown = word) => {
    expect(kind.fromWord(word)).toEqual(value);
    expect(parseJson(kind.schema, value, 'x')).toEqual(value);
    expect(kind.toWords(value)).toEqual([shown]);
  },
);

test.each<[Kind<unknown>, readonly string[]]>([
  [positiveInt, ['0', '1.5', 'x', '', '1e3', '99999999999999999999']],
  [nonNegativeInt, ['-1', '1.5']],
  [wholeNumber({ least: 2, most: 5 }), ['1', '6']],
  [positiveNumber, ['0', '-2', 'NaN', 'Infinity', ' ']],
  [nonNegativeNumber, ['-0.1', 'x', 'Infinity']],
  [fraction, ['1.01', '-0.1', '']],
  [multipleOf(4), ['0', '6', '4.5', 'x']],
  [dayRange, ['0-3', '4-1', '1-', '1..4', 'a-b']],
  [shareRange, ['0.9', '1,0.9', '0,1', '0.9,1.1', 'a,b', '0.9,1,1']],
  [ascendingInts, ['4,,20', '0', 'x', '']],
  [widths, ['', '0', 'non']],
  [intsUpTo(3), ['', '1,2,3,4', '0,1,1']],
  [nonNegativeNumbers, ['', '1,,2', '-1', '0,x']],
  [NAMES, ['prefx', '']],
])('%#: refused words', (kind, words) => {
  for (const word of words) expect(() => kind.fromWord(word), word).toThrow(ValueError);
});

test('what is refused is answered with what to give, a misspelled name with the nearest', () => {
  expect(() => positiveInt.fromWord('0')).toThrow('give a whole number of 1 or more');
  expect(() => wholeNumber({ least: 1, most: 20_000 }).fromWord('0')).toThrow(
    'give a whole number from 1 to 20,000',
  );
  expect(() => dayRange.fromWord('4-1')).toThrow('give days as FROM-TO, counted from 1, like 1-4');
  expect(() => NAMES.fromWord('prefx')).toThrow('did you mean "prefix"?');
  expect(() => NAMES.fromWord('zzzzzzz')).toThrow('known: prefix, sum');
});
