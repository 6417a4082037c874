import { expect, test } from 'vitest';
import { countApart } from '../../../src/quantizer/code/count-apart.ts';

const SIZES = [3, 3];
/** a, b, d and f have the same codes; a and d the same embedding, c and e too. */
const items = {
  itemIds: ['a', 'b', 'c', 'd', 'e', 'f'],
  codes_NL: Int32Array.of(1, 2, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2),
  sameness_N: null,
  given_N: new Int32Array(6).fill(-1),
};
const SAMENESS = ['x', 'y', 'z', 'x', 'z', 'w'];

test('items of one ID are numbered in their order', () => {
  expect([...countApart(items, SIZES, null)]).toEqual([0, 1, 0, 2, 1, 3]);
});

test('true duplicates share a number, if they are to', () => {
  expect([...countApart({ ...items, sameness_N: SAMENESS }, SIZES, null)]).toEqual([
    0, 1, 0, 0, 0, 2,
  ]);
  // The same embedding under other codes is no duplicate to this level.
  const codes_NL = Int32Array.of(1, 2, 1, 2, 0, 0, 2, 2, 0, 1, 1, 2);
  expect([...countApart({ ...items, codes_NL, sameness_N: SAMENESS }, SIZES, null)]).toEqual([
    0, 1, 0, 0, 0, 2,
  ]);
});

test('numbers that are given stand, whatever they are, and new ones go on behind the largest', () => {
  const given_N = Int32Array.of(4, 2, 0, -1, -1, -1);
  expect([...countApart({ ...items, given_N }, SIZES, null)]).toEqual([4, 2, 0, 5, 1, 6]);
  const shared = countApart({ ...items, given_N, sameness_N: SAMENESS }, SIZES, null);
  expect([...shared]).toEqual([4, 2, 0, 4, 0, 5]);
});

test('the first item beyond the capacity is named', () => {
  expect([...countApart(items, SIZES, 4)]).toEqual([0, 1, 0, 2, 1, 3]);
  expect(() => countApart(items, SIZES, 3)).toThrow(
    'item f: 3 items have the codes 1,2 already; raise ‹capacity›, or leave it out',
  );
});
