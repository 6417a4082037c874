import { expect, test } from 'vitest';
import { growCatalogTree } from '../../../src/data/simulate/catalog-tree.ts';
import { ClusterTree } from '../../../src/data/simulate/cluster-tree.ts';
import { Rng } from '../../../src/util/rng.ts';

const IDS = ['a', 'b', 'c', 'd', 'e'];
const VALUES = [
  ['shoes', 'apparel', 'shoes', 'apparel', 'shoes'],
  ['boots', 'shirts', 'boots', '', 'sandals'],
  ['blue', 'blue', 'red', 'blue', 'blue'],
];

test('a level for each column by hand: "blue" under another type is another node, an empty value one of its own', () => {
  const { leaf_N, shape } = growCatalogTree(IDS, ['category', 'type', 'color'], VALUES);
  // apparel//blue, apparel/shirts/blue, shoes/boots/blue, shoes/boots/red, shoes/sandals/blue
  expect([...leaf_N]).toEqual([2, 1, 3, 0, 4]);
  expect(shape.nodeOfLeaf.map((nodes) => [...nodes])).toEqual([
    [0, 0, 1, 1, 1],
    [0, 1, 2, 2, 3],
    [0, 1, 2, 3, 4],
  ]);
  expect([...(shape.leafShares ?? [])]).toEqual([1, 1, 1, 1, 1]);
  expect(shape.levelVariance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  const tree = new ClusterTree(shape, Rng.fromSeed(1));
  expect(tree.numNodes).toEqual([2, 4, 5]);
});

test('leaves and their numbers do not depend on the order of the items; shares are of items', () => {
  const turned = VALUES.map((values) => [...values, values[0]].reverse());
  const { leaf_N, shape } = growCatalogTree(['f', ...IDS].reverse(), ['a', 'b', 'c'], turned);
  expect([...leaf_N]).toEqual([2, 4, 0, 3, 1, 2]);
  expect([...(shape.leafShares ?? [])]).toEqual([1, 1, 2, 1, 1]);
});
