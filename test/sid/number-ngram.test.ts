import { expect, test } from 'vitest';
import { numberNgram, numberPrefixes } from '../../src/sid/number-ngram.ts';

const codes = { codes_NL: Int32Array.of(0, 1, 2, 1, 0, 1, 0, 2), levels: 2, codebookSize: 3 };

test('prefixes by hand', () => {
  expect(numberPrefixes(codes)).toEqual([
    { group_N: Int32Array.of(0, 1, 0, 0), numGroups: 2 },
    { group_N: Int32Array.of(0, 1, 0, 2), numGroups: 3 },
  ]);
});

test('an n-gram that begins further on', () => {
  const last = numberNgram(codes, { start: 1, length: 1 });
  expect(last).toEqual({ group_N: Int32Array.of(0, 0, 0, 1), numGroups: 2 });
});

test('codes beyond 2^53 are told apart by their last level', () => {
  const long = Int32Array.of(
    2047,
    2047,
    2047,
    2047,
    2047,
    2046,
    2047,
    2047,
    2047,
    2047,
    2047,
    2047,
  );
  const all = { codes_NL: long, levels: 6, codebookSize: 2048 };
  expect(numberPrefixes(all).map(({ numGroups }) => numGroups)).toEqual([1, 1, 1, 1, 1, 2]);
});
