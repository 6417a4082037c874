// How many of an item's nearest neighbors its codes find: items with the longest common prefix come first.
import { sumByGroup } from './groups.ts';
import type { Groups } from './groups.ts';
import type { RankGroup } from './rank-group.ts';
import { recallAtK } from './recall-at-k.ts';

/** The true neighbors of some items, by whatever distance. */
export interface TrueNeighbors {
  /** Items that ask. */
  readonly query_Q: ArrayLike<number>;
  /** Of each the items that are as near as its k-th nearest: k of them, or more where there are ties; never itself. */
  readonly near_Q: readonly ArrayLike<number>[];
  /** Fewer than there are items. */
  readonly k: number;
}

/** What prefixes of one length have of the true neighbors; one value for each query. */
export interface SharedPrefix {
  /** Share of the true neighbors that have the query's prefix. */
  readonly share_Q: Float64Array;
  /** Share of all other items that have it: what chance would find in a group of this size. */
  readonly chance_Q: Float64Array;
}

/** How well codes keep neighbors together. */
export interface PrefixNeighbors {
  /**
   * Recall@k: of the first k items by the length of the common prefix, how many are true neighbors, over k. Items that
   * share equally much have no order, so this is the mean over all of their orders.
   */
  readonly recall_Q: Float64Array;
  /** Prefixes of n codes are at n - 1. */
  readonly shared: readonly SharedPrefix[];
}

/**
 * Exact in expectation, in time that depends on the neighbors and levels alone: only sizes of groups are needed.
 *
 * @param prefixes items by their first code, by their first two, ... (`groupByPrefixes`)
 */
export function prefixNeighborRecall(
  prefixes: readonly Groups[],
  { query_Q, near_Q, k }: TrueNeighbors,
): PrefixNeighbors {
  const numItems = prefixes[0].group_N.length;
  const sizes = prefixes.map((groups) => sumByGroup(groups));
  const recall_Q = new Float64Array(near_Q.length);
  const shared = prefixes.map(() => ({
    share_Q: new Float64Array(near_Q.length),
    chance_Q: new Float64Array(near_Q.length),
  }));
  for (const [q, near] of near_Q.entries()) {
    const query = query_Q[q];
    const buckets: RankGroup[] = [];
    let [above, found] = [0, 0];
    // Deepest first: those with the whole semantic ID, then those with all codes but the last, ..., then all.
    for (let depth = prefixes.length; depth >= 0; depth--) {
      const others = depth === 0 ? numItems - 1 : sizes[depth - 1][groupOf(depth, query)] - 1;
      const sharing = depth === 0 ? near.length : countSharing(depth, query, near);
      if (sharing > found) {
        buckets.push({ above, tied: others - above, relevant: sharing - found });
      }
      if (depth > 0) {
        shared[depth - 1].share_Q[q] = sharing / near.length;
        shared[depth - 1].chance_Q[q] = others / (numItems - 1);
      }
      [above, found] = [others, sharing];
    }
    recall_Q[q] = recallAtK(buckets, k, k);
  }
  return { recall_Q, shared };

  function groupOf(depth: number, item: number): number {
    return prefixes[depth - 1].group_N[item];
  }

  function countSharing(depth: number, query: number, near: ArrayLike<number>): number {
    const group = groupOf(depth, query);
    let sharing = 0;
    for (let i = 0; i < near.length; i++) sharing += Number(groupOf(depth, near[i]) === group);
    return sharing;
  }
}
