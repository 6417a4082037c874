// The hierarchy of content.
import type { Rng } from '../../util/rng.ts';
import { AliasTable } from './alias-table.ts';
import type { TreeShape } from './tree-shape.ts';

/** The hierarchy of content clusters. An item belongs to a leaf; a leaf's number holds its whole path. */
export class ClusterTree {
  /** Nodes at each level, coarse first; the last are the leaves. */
  readonly numNodes: readonly number[];
  /** Share of the items that comes to each leaf, of any sum. */
  readonly leafShares: Float64Array;
  readonly #shape: TreeShape;
  readonly #leafTable: AliasTable;

  constructor(shape: TreeShape, rng: Rng) {
    this.#shape = shape;
    this.numNodes = shape.nodeOfLeaf.map((nodes) => nodes[nodes.length - 1] + 1);
    this.leafShares = shape.leafShares ?? this.#drawShares(rng);
    this.#leafTable = new AliasTable(this.leafShares);
  }

  get numLevels(): number {
    return this.numNodes.length;
  }

  get numLeaves(): number {
    return this.numNodes[this.numLevels - 1];
  }

  /** The node above a leaf. @param level 0 the coarsest; at the last the leaf itself */
  nodeAt(leaf: number, level: number): number {
    return this.#shape.nodeOfLeaf[level][leaf];
  }

  /** A new item's leaf: clusters are of unequal size (each node's share is exponential). */
  drawLeaf(rng: Rng): number {
    return this.#leafTable.draw(rng);
  }

  #drawShares(rng: Rng): Float64Array {
    const sizes = this.numNodes.map((count, level) => {
      const sizeRng = rng.split(`sizes-${level}`);
      return Float64Array.from({ length: count }, () => sizeRng.exponential());
    });
    return Float64Array.from({ length: this.numLeaves }, (_, leaf) =>
      sizes.reduce((share, ofLevel, level) => share * ofLevel[this.nodeAt(leaf, level)], 1),
    );
  }

  /** A number for each leaf, as `drawLeafVectors` has it. @param spread its standard deviation */
  drawLeafNumbers(spread: number, rng: Rng): Float32Array {
    return this.drawLeafVectors(1, rng).map((value) => spread * value);
  }

  /**
   * A vector for each leaf, normal, the sum of one for each node on its path: leaves under one node are alike.
   *
   * @returns row-major, numLeaves x width; each value has variance 1
   */
  drawLeafVectors(width: number, rng: Rng): Float32Array {
    const vectors = new Float32Array(this.numLeaves * width);
    this.#shape.levelVariance.forEach((variance, level) => {
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
