// Which node is above which: even trees, uneven trees.
import type { Rng } from '../../util/rng.ts';

/** The shape of a tree, and how alike it makes what hangs on it. */
export interface TreeShape {
  /** For each level, coarse first, the node above each leaf; at the last level the leaf itself. */
  readonly nodeOfLeaf: readonly Int32Array[];
  /** How the variance of whatever hangs on the tree is shared out over its levels; sums to 1. */
  readonly levelVariance: readonly number[];
  /** Share of the items that comes to each leaf, of any sum; drawn where not given. */
  readonly leafShares?: Float64Array;
}

/** Levels of an even tree, and their shares of the variance. */
export const EVEN_LEVEL_VARIANCE: readonly number[] = [0.5, 0.3, 0.2];

/** Three levels, every node with equally many children. @param branches children at each level */
export function evenShape(branches: readonly number[]): TreeShape {
  const numNodes = branches.map((_, level) =>
    branches.slice(0, level + 1).reduce((product, children) => product * children, 1),
  );
  const numLeaves = numNodes[numNodes.length - 1];
  return {
    nodeOfLeaf: numNodes.map((count) =>
      Int32Array.from({ length: numLeaves }, (_, leaf) => Math.floor(leaf / (numLeaves / count))),
    ),
    levelVariance: EVEN_LEVEL_VARIANCE,
  };
}

/** A level's variance over that of the level above. */
const LEVEL_RATIO = 0.6;

/** Shares of the variance for any number of levels, each 0.6 of the one above; they sum to 1. */
export function fallingVariance(numLevels: number): number[] {
  const weights = Array.from({ length: numLevels }, (_, level) => LEVEL_RATIO ** level);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * Any number of levels; each node has a number of children of its own, geometric from 1 on with the mean given, so that
 * most have few and some have many. The root has exactly as many as given.
 *
 * @param means mean number of children at each level
 */
export function unevenShape(means: readonly number[], rng: Rng): TreeShape {
  /** The node one level up, for every node of each level but the first. */
  const parents: Int32Array[] = [];
  let count = means[0];
  for (const mean of means.slice(1)) {
    const ofLevel: number[] = [];
    for (let node = 0; node < count; node++) {
      for (let left = drawGeometric(mean, rng); left > 0; left--) ofLevel.push(node);
    }
    parents.push(Int32Array.from(ofLevel));
    count = ofLevel.length;
  }
  const nodeOfLeaf = [Int32Array.from({ length: count }, (_, leaf) => leaf)];
  for (const parent of parents.reverse()) {
    nodeOfLeaf.unshift(nodeOfLeaf[0].map((node) => parent[node]));
  }
  return { nodeOfLeaf, levelVariance: fallingVariance(means.length) };
}

/** 1, 2, 3 ... with a mean. */
function drawGeometric(mean: number, rng: Rng): number {
  return 1 + Math.floor(rng.exponential() / -Math.log(1 - 1 / mean));
}
