import { expect, test } from 'vitest';
import { groupByPrefixes, groupByTuple } from '../../src/metrics/groups.ts';

const codes = { codes_NL: Int32Array.of(0, 1, 2, 1, 0, 1, 0, 2), levels: 2 };

test('prefixes by hand', () => {
  expect(groupByPrefixes(codes)).toEqual([
    { group_N: Int32Array.of(0, 1, 0, 0), numGroups: 2 },
    { group_N: Int32Array.of(0, 1, 0, 2), numGroups: 3 },
  ]);
});

test('an n-gram that begins further on', () => {
  const last = groupByTuple({ values_NJ: codes.codes_NL, width: 2 }, 1, 1);
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
  const all = { codes_NL: long, levels: 6 };
  expect(groupByPrefixes(all).map(({ numGroups }) => numGroups)).toEqual([1, 1, 1, 1, 1, 2]);
});

test('nothing compared: one group; no items: none', () => {
  const tuples = { values_NJ: codes.codes_NL, width: 2 };
  expect(groupByTuple(tuples, 0, 0)).toEqual({ group_N: new Int32Array(4), numGroups: 1 });
  expect(groupByTuple({ values_NJ: new Int32Array(0), width: 2 }).numGroups).toBe(0);
});
