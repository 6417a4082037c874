// How many items have another prefix than before.
import { bestMatching } from './best-matching.ts';
import { itemsByGroup, numberKeys } from './groups.ts';

/** Codes of the same items, in the same order. */
export interface CodesOfItems {
  readonly codes_NL: Int32Array;
  readonly levels: number;
}

/** Prefixes of one length. */
export interface PrefixChange {
  /** Share of items whose first codes are not those of before. */
  readonly changed: number;
  /** The same where codes may have got other names, as those of a quantizer that was trained again have. */
  readonly changedUpToNames: number;
}

/**
 * Compares two sets of codes, depth by depth, as deep as both go. New names are matched to old ones level by level: at the first
 * level the one-to-one matching that keeps most items, then below each matched pair of prefixes the same among the codes of the next level.
 * So the names at each level are the best that there are for the names above them.
 */
export function prefixChanges(before: CodesOfItems, after: CodesOfItems): PrefixChange[] {
  const numItems = before.codes_NL.length / before.levels;
  const depths = Math.min(before.levels, after.levels);
  const isSame_N = new Uint8Array(numItems).fill(1);
  /** The number of the matched prefixes that an item is under; -1: its prefix is not matched. */
  let node_N = new Int32Array(numItems);
  const codeOf = ({ codes_NL, levels }: CodesOfItems, item: number, level: number): number =>
    codes_NL[item * levels + level];
  return Array.from({ length: depths }, (_, level) => {
    const [old_N, new_N] = [before, after].map((codes) =>
      Int32Array.from(isSame_N, (_same, item) => codeOf(codes, item, level)),
    );
    old_N.forEach((code, item) => (isSame_N[item] &= Number(code === new_N[item])));
    node_N = matchBelow(node_N, old_N, new_N);
    const share = (items: number): number => (numItems - items) / numItems;
    return {
      changed: share(isSame_N.reduce((sum, same) => sum + same, 0)),
      changedUpToNames: share(node_N.reduce((sum, node) => sum + Number(node >= 0), 0)),
    };
  });
}

/** The nodes of the next level: of items under one node, those whose old and new code are matched stay together. */
function matchBelow(
  node_N: Int32Array<ArrayBuffer>,
  old_N: Int32Array,
  new_N: Int32Array,
): Int32Array<ArrayBuffer> {
  const numNodes = node_N.reduce((most, node) => Math.max(most, node), -1) + 1;
  const below_N = new Int32Array(node_N.length).fill(-1);
  // Items that are no longer matched are a group of their own, the last.
  const group_N = node_N.map((node) => (node < 0 ? numNodes : node));
  const { items_N, start_G } = itemsByGroup({ group_N, numGroups: numNodes + 1 });
  let numBelow = 0;
  for (let node = 0; node < numNodes; node++) {
    const items = items_N.subarray(start_G[node], start_G[node + 1]);
    const [row_E, column_E] = [new Int32Array(items.length), new Int32Array(items.length)];
    const numRows = numberKeys((place) => old_N[items[place]], row_E);
    const numColumns = numberKeys((place) => new_N[items[place]], column_E);
    const overlap_RC = new Float64Array(numRows * numColumns);
    row_E.forEach((row, place) => (overlap_RC[row * numColumns + column_E[place]] += 1));
    const columnOf = bestMatching(overlap_RC, numRows, numColumns);
    items.forEach((item, place) => {
      if (columnOf[row_E[place]] === column_E[place]) below_N[item] = numBelow + row_E[place];
    });
    numBelow += numRows;
  }
  return below_N;
}
