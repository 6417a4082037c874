import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import {
  parseDays,
  parseFraction,
  parseIntList,
  parseNonNegativeInt,
  parseNonNegativeNumber,
  parseOneOf,
  parsePositiveInt,
  parsePositiveNumber,
} from '../../../src/cli/frame/options.ts';

test('right values', () => {
  expect(parsePositiveInt('12')).toBe(12);
  expect(parseNonNegativeInt('0')).toBe(0);
  expect(parsePositiveNumber('1e-3')).toBe(0.001);
  expect(parseNonNegativeNumber('0')).toBe(0);
  expect(parseFraction('0.25')).toBe(0.25);
  expect(parseDays('1-4')).toEqual({ from: 1, to: 4 });
  expect(parseDays('3')).toEqual({ from: 3, to: 3 });
  expect(parseIntList('20,4,4')).toEqual([4, 20]);
  expect(parseOneOf(['a', 'b'])('b')).toBe('b');
});

test.each([
  [parsePositiveInt, ['0', '1.5', 'x', '', '1e3', '99999999999999999999']],
  [parseNonNegativeInt, ['-1', '1.5']],
  [parsePositiveNumber, ['0', '-2', 'NaN', 'Infinity', ' ']],
  [parseNonNegativeNumber, ['-0.1', 'x']],
  [parseFraction, ['1.01', '-0.1', '']],
  [parseDays, ['0-3', '4-1', '1-', '1..4', 'a-b']],
  [parseIntList, ['4,,20', '0', 'x', '']],
  [parseOneOf(['prefix', 'sum']), ['prefx', '']],
] as const)('%o refuses %o', (parse, texts) => {
  for (const text of texts) expect(() => parse(text), text).toThrow(InvalidArgumentError);
});

test('a misspelt name is answered with the nearest', () => {
  expect(() => parseOneOf(['prefix', 'sum'])('prefx')).toThrow('did you mean "prefix"?');
  expect(() => parseOneOf(['prefix', 'sum'])('zzzzzzz')).toThrow('known: prefix, sum');
});
