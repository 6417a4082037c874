// A taste tree made of a catalog's own columns.
import type { Ids } from '../../util/ids.ts';
import { fallingVariance } from './tree-shape.ts';
import type { TreeShape } from './tree-shape.ts';

/** The items of a catalog and the tree that their clicks come from. */
export interface CatalogTree {
  /** In the order of the catalog. */
  readonly itemIds: Ids;
  /** Leaf of each item. */
  readonly leaf_N: Int32Array;
  readonly shape: TreeShape;
  /** Names of the columns, coarse first: a level each. */
  readonly columns: readonly string[];
}

/**
 * A tree with a level for each column: nodes of the first level are its values, those of the next one the values of the
 * second column within each, and so on ("blue" shoes and "blue" shirts are two nodes). Leaves are numbered in the order
 * of their values, so the order of the items does not matter.
 *
 * @param value_LN the items' values, a list for each column
 */
export function growCatalogTree(
  itemIds: Ids,
  columns: readonly string[],
  value_LN: readonly (readonly string[])[],
): CatalogTree {
  const pathOf = (item: number): string[] => value_LN.map((value_N) => value_N[item]);
  const keys = Array.from({ length: itemIds.length }, (_, item) => JSON.stringify(pathOf(item)));
  const paths = new Map(keys.map((key, item) => [key, pathOf(item)]));
  const leaves = [...paths].sort(([, a], [, b]) => comparePaths(a, b));
  const leafOf = new Map(leaves.map(([key], leaf) => [key, leaf]));
  const leaf_N = Int32Array.from(keys, (key) => leafOf.get(key) ?? -1);
  const leafShares = new Float64Array(leaves.length);
  for (const leaf of leaf_N) leafShares[leaf] += 1;
  const nodeOfLeaf = columns.map((_, level) => {
    let node = -1;
    return Int32Array.from(leaves, ([, path], leaf) => {
      const before = leaf === 0 ? undefined : leaves[leaf - 1][1];
      const isNew = path.slice(0, level + 1).some((value, i) => value !== before?.[i]);
      return isNew ? ++node : node;
    });
  });
  const levelVariance = fallingVariance(columns.length);
  return { itemIds, leaf_N, columns, shape: { nodeOfLeaf, levelVariance, leafShares } };
}

/** By code units, value after value: the same everywhere. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((value, level) => value !== b[level]);
  return at === -1 ? 0 : a[at] < b[at] ? -1 : 1;
}
