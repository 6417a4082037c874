import { expect, test } from 'vitest';
import { findItem, findPrefix, siblingsOf } from '../../src/decode/find-prefix.ts';
import type { CodedItems } from '../../src/decode/coded-items.ts';
import { childrenOf, itemsToShow, rootNode, spread } from '../../src/decode/prefix-node.ts';

const coded: CodedItems = {
  path: 'sids.arrow',
  itemIds: ['mug-1', 'mug-2', 'mug-3', 'tray', 'table'],
  codes_NL: Int32Array.from([3, 0, 1, 3, 0, 1, 3, 0, 2, 3, 1, 1, 0, 1, 1]),
  levels: 3,
  codebookSizes: [5, 4, 4],
  title_N: Array<null>(5).fill(null),
  type_N: new Int32Array(5).fill(-1),
  types: [],
  isListed_N: new Uint8Array(5),
  numUncoded: 0,
};

test('prefixes by their next code, most items first', () => {
  const nodes = childrenOf(coded, rootNode(coded));
  expect(nodes).toEqual([
    { prefix: [3], items: [0, 1, 2, 3] },
    { prefix: [0], items: [4] },
  ]);
  expect(childrenOf(coded, nodes[0])).toEqual([
    { prefix: [3, 0], items: [0, 1, 2] },
    { prefix: [3, 1], items: [3] },
  ]);
  expect(childrenOf(coded, { prefix: [3, 0, 1], items: [0, 1] })).toEqual([]);
});

test('items under a prefix, and what is wrong with one in a line', () => {
  expect(findPrefix(coded, [3, 0]).items).toEqual([0, 1, 2]);
  expect(findPrefix(coded, [3, 0, 2]).items).toEqual([2]);
  expect(() => findPrefix(coded, [3, 0, 1, 1])).toThrow('has 3 codes, the prefix 3,0,1,1 4');
  expect(() => findPrefix(coded, [3, 4])).toThrow(
    'codes of level 2 go from 0 to 3, the prefix 3,4 has 4',
  );
  expect(() => findPrefix(coded, [3, 3])).toThrow('no item is under the prefix 3,3; try 3');
  expect(() => findPrefix(coded, [2])).toThrow('leave it out to see those in use');
});

test('siblings from the whole semantic ID up; nobody is its own', () => {
  expect(siblingsOf(coded, findItem(coded, 'mug-1'))).toEqual([
    { shared: 3, prefix: [3, 0, 1], items: [1] },
    { shared: 2, prefix: [3, 0], items: [2] },
    { shared: 1, prefix: [3], items: [3] },
  ]);
  expect(() => findItem(coded, 'mug1')).toThrow(
    'sids.arrow: no item has the id mug1; did you mean "mug-1"?',
  );
  expect(() => findItem(coded, '999999999')).toThrow('there are ids like mug-1, mug-2');
});

test('items shown are evenly spaced, and of those that the catalog has', () => {
  expect(spread([0, 1, 2, 3, 4, 5, 6, 7], 3)).toEqual([0, 2, 5]);
  expect(spread([1, 2], 3)).toEqual([1, 2]);
  const isListed_N = Uint8Array.from([0, 1, 0, 1, 1]);
  expect(itemsToShow({ isListed_N }, [0, 1, 2, 3], 2)).toEqual([1, 3]);
  expect(itemsToShow({ isListed_N: new Uint8Array(5) }, [0, 1, 2, 3], 2)).toEqual([0, 2]);
});

test('among very many ids the nearest is found all the same', () => {
  const itemIds = Float64Array.from({ length: 30_000 }, (_, i) => 100_000 + 7 * i);
  expect(() => findItem({ ...coded, itemIds }, 'x100700')).toThrow('did you mean "100700"');
});
