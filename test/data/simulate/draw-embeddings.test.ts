import { expect, test } from 'vitest';
import { Catalog, COPY_KINDS } from '../../../src/data/simulate/catalog.ts';
import { ClusterTree } from '../../../src/data/simulate/cluster-tree.ts';
import { drawEmbeddings } from '../../../src/data/simulate/draw-embeddings.ts';
import { evenShape } from '../../../src/data/simulate/tree-shape.ts';
import { DEFAULT_WORLD_CONFIG } from '../../../src/data/simulate/world-config.ts';
import { WorldRng } from '../../../src/data/simulate/world-rng.ts';

const config = { ...DEFAULT_WORLD_CONFIG, items: 400, copyShare: 0.2, embeddingWidth: 8 };
const rng = WorldRng.of({ seed: 3, populationSeed: null });
const tree = new ClusterTree(evenShape(config.clusters), rng.structure.split('tree'));
const ties = { copiesShareLives: true };
const catalog = new Catalog(
  config,
  (_, leafRng) => tree.drawLeaf(leafRng),
  ties,
  rng.population.split('catalog'),
);
const embeddings_ND = drawEmbeddings(config, catalog, tree, rng.split('embeddings'));
const row = (item: number): Float32Array => embeddings_ND.slice(item * 8, item * 8 + 8);
const distance = (a: number, b: number): number =>
  Math.hypot(...row(a).map((value, d) => value - row(b)[d]));

test('an exact copy has the embedding of its original, a near copy nearly', () => {
  const items = Array.from({ length: catalog.numItems }, (_, item) => item);
  const copiesOf = (kind: string): number[] =>
    items.filter((item) => COPY_KINDS[catalog.copyKind.values[item]] === kind);
  expect(copiesOf('exact').length).toBeGreaterThan(5);
  expect(copiesOf('near').length).toBeGreaterThan(5);
  for (const item of copiesOf('exact')) {
    expect([...row(item)]).toEqual([...row(catalog.copyOf.values[item])]);
  }
  for (const item of copiesOf('near')) {
    const away = distance(item, catalog.copyOf.values[item]);
    expect(away).toBeGreaterThan(0);
    expect(away).toBeLessThan(0.6);
  }
});

test('items of one leaf lie closer together than items of different top clusters', () => {
  const near: number[] = [];
  const far: number[] = [];
  for (let a = 0; a < 200; a++) {
    for (let b = a + 1; b < 200; b++) {
      const [leafA, leafB] = [catalog.leaf.values[a], catalog.leaf.values[b]];
      if (leafA === leafB) near.push(distance(a, b));
      else if (tree.nodeAt(leafA, 0) !== tree.nodeAt(leafB, 0)) far.push(distance(a, b));
    }
  }
  const mean = (values: number[]): number => values.reduce((x, y) => x + y, 0) / values.length;
  expect(near.length).toBeGreaterThan(5);
  // By hand: sqrt(2 x 8) x 0.3 = 1.2 within a leaf, sqrt(2 x 8 x 1.09) = 4.2 between top clusters.
  expect(mean(near)).toBeLessThan(1.6);
  expect(mean(far)).toBeGreaterThan(3);
});
