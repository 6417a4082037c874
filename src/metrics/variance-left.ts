// How much of the spread of items is left within groups.
import { itemsByGroup } from './groups.ts';
import type { Groups } from './groups.ts';
import { spreadOf } from './spread.ts';

/** Variance within groups, in parts of that of all items. */
export interface VarianceLeft {
  /**
   * Squared distances to the mean of each item's group, over those to the mean of all: 1 where groups say nothing, 0 where
   * each holds one content. It falls with the number of groups too, so compare it with `byChance`.
   */
  readonly left: number;
  /** What is expected where groups of the same sizes are filled at random: (N - G) / (N - 1), with G groups that have items. */
  readonly byChance: number;
}

/**
 * What the best possible decoder of these groups would lose: no model is needed, so any codes can be compared.
 *
 * @param rows_ND contents of items, flat row-major
 * @returns NaN where all items are alike
 */
export function varianceLeft(rows_ND: Float32Array, width: number, groups: Groups): VarianceLeft {
  const numItems = groups.group_N.length;
  const { items_N, start_G } = itemsByGroup(groups);
  let [within, numUsed] = [0, 0];
  for (let group = 0; group < groups.numGroups; group++) {
    if (start_G[group] === start_G[group + 1]) continue;
    numUsed += 1;
    within += spreadOf(rows_ND, width, items_N.subarray(start_G[group], start_G[group + 1]));
  }
  return {
    left: within / spreadOf(rows_ND, width),
    byChance: (numItems - numUsed) / (numItems - 1),
  };
}
