// The family "uneven-tree": content trees of any depth and unequal branching, tastes that are no dot product.
import type { ClusterTree } from '../cluster-tree.ts';
import { unevenShape } from '../tree-shape.ts';
import type { WorldFact } from '../world-fact.ts';
import type { FamilyCode } from './world-family.ts';

/** Of each user. */
const INTERESTS = 4;
const NUM_CALIBRATION = 40_000;

/**
 * A user is interested in four nodes of the tree, each at a level drawn evenly (all of a top cluster, or only one leaf),
 * in large clusters more often. Taste is the number of these that an item's leaf lies below, moved and scaled to mean 0
 * and the wanted spread over users and items.
 *
 * Breaks what the ranker and the codes assume: the number of levels is not that of the codes, clusters under one node are
 * many or few, so a codebook of one size for each level is too large here and too small there; and taste is a list of
 * things liked, of a rank far above the width of the ranker's vectors, instead of a dot product of small ones.
 */
export const unevenTree: FamilyCode = {
  shapeTree: ({ clusters }, rng) => unevenShape(clusters, rng),
  create({ config, tree, catalog, rng }) {
    const drawn = rng.population.split('interests');
    const levels = Int32Array.from({ length: config.users * INTERESTS }, () =>
      drawn.int(tree.numLevels),
    );
    const nodes = levels.map((level) => tree.nodeAt(tree.drawLeaf(drawn), level));
    const count = (user: number, leaf: number): number => {
      let found = 0;
      for (let i = user * INTERESTS; i < (user + 1) * INTERESTS; i++) {
        if (tree.nodeAt(leaf, levels[i]) === nodes[i]) found += 1;
      }
      return found;
    };
    const sample = rng.population.split('interest-spread');
    const counts = Float64Array.from({ length: NUM_CALIBRATION }, () =>
      count(sample.int(config.users), tree.drawLeaf(sample)),
    );
    const mean = counts.reduce((sum, value) => sum + value, 0) / counts.length;
    const variance = counts.reduce((sum, value) => sum + (value - mean) ** 2, 0) / counts.length;
    const scale = variance === 0 ? 0 : config.tasteSpread / Math.sqrt(variance);
    const ofLeaf = tree.drawLeafNumbers(config.clusterSpread, rng.structure.split('leaf-quality'));
    return {
      taste: (user, item) => scale * (count(user, catalog.leaf.values[item]) - mean),
      quality: (item) => catalog.quality.values[item] + ofLeaf[catalog.leaf.values[item]],
      advance: () => undefined,
      facts: () =>
        config.catalog === null
          ? config.clusters.flatMap((wanted, level) => childFacts(tree, wanted, level))
          : [],
    };
  },
};

/** How many nodes of a level each node above has. */
function childFacts(tree: ClusterTree, mean: number, level: number): WorldFact[] {
  const fact = (of: string, wanted: number, drawn: number): WorldFact => ({
    fact: `children at level ${level + 1}, ${of}`,
    unit: 'nodes',
    wanted,
    drawn,
  });
  if (level === 0) return [fact('of the root', mean, tree.numNodes[0])];
  const children = new Float64Array(tree.numNodes[level - 1]);
  const isCounted = new Uint8Array(tree.numNodes[level]);
  for (let leaf = 0; leaf < tree.numLeaves; leaf++) {
    const node = tree.nodeAt(leaf, level);
    if (isCounted[node] === 1) continue;
    isCounted[node] = 1;
    children[tree.nodeAt(leaf, level - 1)] += 1;
  }
  const drawn = tree.numNodes[level] / children.length;
  const variance = children.reduce((sum, value) => sum + (value - drawn) ** 2, 0) / children.length;
  return [
    fact('mean', mean, drawn),
    fact('deviation', Math.sqrt(mean * (mean - 1)), Math.sqrt(variance)),
  ];
}
