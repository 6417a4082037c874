// The hierarchy of content.
import type { Rng } from '../../util/rng.ts';
import { AliasTable } from './alias-table.ts';

/** How the variance of whatever hangs on the tree is shared out over its levels, coarse first. */
const LEVEL_VARIANCE: readonly number[] = [0.5, 0.3, 0.2];

/**
 * The hierarchy of content clusters: three levels, every node with equally many children. An item belongs
 * to a leaf; a leaf's number holds its whole path.
 */
export class ClusterTree {
  /** Nodes at each level, coarse first; the last are the leaves. */
  readonly numNodes: readonly [number, number, number];
  readonly #leafShares: AliasTable;

  /** @param branches children of the root, of a top cluster, of a middle cluster */
  constructor(branches: readonly [number, number, number], rng: Rng) {
    const [top, middle, leaves] = branches;
    this.numNodes = [top, top * middle, top * middle * leaves];
    const sizes = this.numNodes.map((count, level) => {
      const sizeRng = rng.split(`sizes-${level}`);
      return Float64Array.from({ length: count }, () => sizeRng.exponential());
    });
    const shares = Float64Array.from({ length: this.numLeaves }, (_, leaf) =>
      sizes.reduce((share, ofLevel, level) => share * ofLevel[this.nodeAt(leaf, level)], 1),
    );
    this.#leafShares = new AliasTable(shares);
  }

  get numLeaves(): number {
    return this.numNodes[2];
  }

  /** The node above a leaf. @param level 0 top, 1 middle, 2 the leaf itself */
  nodeAt(leaf: number, level: number): number {
    return Math.floor(leaf / (this.numLeaves / this.numNodes[level]));
  }

  /** A new item's leaf: clusters are of unequal size (each node's share is exponential). */
  drawLeaf(rng: Rng): number {
    return this.#leafShares.draw(rng);
  }

  /**
   * A vector for each leaf, normal, the sum of one for each node on its path: leaves under one node are alike.
   *
   * @returns row-major, numLeaves x width; each value has variance 1
   */
  drawLeafVectors(width: number, rng: Rng): Float32Array {
    const vectors = new Float32Array(this.numLeaves * width);
    LEVEL_VARIANCE.forEach((variance, level) => {
      const levelRng = rng.split(level);
      const spread = Math.sqrt(variance);
      const ofNodes = Float32Array.from(
        { length: this.numNodes[level] * width },
        () => spread * levelRng.normal(),
      );
      for (let leaf = 0; leaf < this.numLeaves; leaf++) {
        const node = this.nodeAt(leaf, level);
        for (let d = 0; d < width; d++) vectors[leaf * width + d] += ofNodes[node * width + d];
      }
    });
    return vectors;
  }
}
