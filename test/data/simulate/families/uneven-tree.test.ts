import { expect, test } from 'vitest';
import { ClusterTree } from '../../../../src/data/simulate/cluster-tree.ts';
import { evenShape, unevenShape } from '../../../../src/data/simulate/tree-shape.ts';
import { World } from '../../../../src/data/simulate/world.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../../src/data/simulate/world-config.ts';
import { Rng } from '../../../../src/util/rng.ts';

test('an even tree by hand: 2 top clusters of 1 middle cluster of 3 leaves', () => {
  const { nodeOfLeaf } = evenShape([2, 1, 3]);
  expect(nodeOfLeaf.map((nodes) => [...nodes])).toEqual([
    [0, 0, 0, 1, 1, 1],
    [0, 0, 0, 1, 1, 1],
    [0, 1, 2, 3, 4, 5],
  ]);
});

test.each([[[7]], [[4, 6]], [[5, 3, 4]], [[3, 2, 3, 2, 2, 3]]])(
  'an uneven tree of %j: every node is above some leaf, and below one node',
  (clusters) => {
    const { nodeOfLeaf, levelVariance } = unevenShape(clusters, Rng.fromSeed(3));
    expect(nodeOfLeaf.length).toBe(clusters.length);
    expect(levelVariance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    nodeOfLeaf.forEach((nodes, level) => {
      const tree = new ClusterTree({ nodeOfLeaf, levelVariance }, Rng.fromSeed(1));
      expect(new Set(nodes).size).toBe(tree.numNodes[level]);
      const above = new Map<number, number>();
      if (level === 0) return;
      nodes.forEach((node, leaf) => {
        const parent = nodeOfLeaf[level - 1][leaf];
        expect(above.get(node) ?? parent).toBe(parent);
        above.set(node, parent);
      });
    });
    expect(new Set(nodeOfLeaf[0]).size).toBe(clusters[0]);
  },
);

test('numbers of children have the mean and the spread of their law', () => {
  const config = { ...DEFAULT_WORLD_CONFIG, items: 10, users: 10, family: 'uneven-tree' as const };
  const { family } = new World({ ...config, clusters: [3000, 5] });
  const [root, mean, deviation] = family.facts(Int32Array.of());
  expect(root.drawn).toBe(3000);
  // A geometric number of mean 5 has deviation 4.5, hence the mean of 3000 an error of 0.08.
  expect(Math.abs(mean.drawn - 5)).toBeLessThan(4 * 0.08);
  expect(deviation.wanted).toBeCloseTo(Math.sqrt(20), 10);
  expect(Math.abs(deviation.drawn - Math.sqrt(20))).toBeLessThan(0.6);
});

test('a taste is a few steps up from disliking, with the wanted spread', () => {
  const config = { ...DEFAULT_WORLD_CONFIG, items: 3000, users: 400 };
  const { family, catalog } = new World({
    ...config,
    family: 'uneven-tree',
    clusters: [6, 4, 4, 3],
    tasteSpread: 0.7,
  });
  const tastes: number[] = [];
  for (let user = 0; user < config.users; user++) {
    for (let item = 0; item < catalog.numItems; item += 7) tastes.push(family.taste(user, item));
  }
  // No interest met, one, two, three or all four.
  expect(new Set(tastes.map((taste) => taste.toFixed(9))).size).toBeLessThanOrEqual(5);
  const mean = tastes.reduce((sum, taste) => sum + taste, 0) / tastes.length;
  const variance = tastes.reduce((sum, taste) => sum + (taste - mean) ** 2, 0) / tastes.length;
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(Math.abs(Math.sqrt(variance) - 0.7)).toBeLessThan(0.07);
});
