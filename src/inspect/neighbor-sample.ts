// Some items with their true nearest neighbors in content space.
import type { TrueNeighbors } from '../metrics/prefix-neighbor-recall.ts';
import { searchNearest } from '../retrieval/exact-search.ts';
import type { NearestItems } from '../retrieval/exact-search.ts';
import type { UnitRows } from '../retrieval/unit-rows.ts';
import { InterruptedError } from '../util/errors.ts';
import { gatherRows } from '../util/gather-rows.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { Rng } from '../util/rng.ts';
import type { ShouldStop } from '../util/signals.ts';

/** Items that were drawn to ask, each with its neighbors. */
export interface NeighborSample {
  /** Ascending. */
  readonly query_Q: Int32Array;
  /** Whether all items ask: then figures are of all, and no interval is wanted. */
  readonly areAll: boolean;
  /** For each k of those wanted. */
  readonly neighbors: readonly TrueNeighbors[];
}

/** How a search is watched. */
export interface SearchWatch {
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** Draws items. @returns ascending; all where there are no more than wanted */
export function drawQueries(numItems: number, most: number, rng: Rng): Int32Array {
  const all = Int32Array.from({ length: numItems }, (_, item) => item);
  return numItems <= most ? all : rng.shuffle(all).slice(0, most).sort();
}

/**
 * The nearest of all other items by cosine. Copies count as neighbors, as near as any can be; what is as near as the k-th is one too.
 *
 * @param ks ascending, below the number of items
 * @throws InterruptedError
 */
export function findNeighbors(
  items: UnitRows,
  query_Q: Int32Array,
  ks: readonly number[],
  watch: SearchWatch,
): NeighborSample {
  const near_Q = searchAround(items, items, query_Q, ks[ks.length - 1], 'neighbors', watch);
  return {
    query_Q,
    areAll: query_Q.length === items.rows_ND.length / items.width,
    neighbors: ks.map((k) => ({
      ...{ query_Q, k },
      near_Q: near_Q.map(({ items: near, cosines }) =>
        near.subarray(0, cosines.findLastIndex((cosine) => cosine >= cosines[k - 1]) + 1),
      ),
    })),
  };
}

/**
 * The nearest items of some, themselves left out.
 *
 * @param rows what is searched
 * @param asking what the items are looked for by: their content, whatever is searched
 */
export function searchAround(
  rows: UnitRows,
  asking: UnitRows,
  query_Q: Int32Array,
  count: number,
  stage: string,
  { onProgress, shouldStop }: SearchWatch,
): NearestItems[] {
  const { width } = asking;
  const queries = { rows_ND: gatherRows(asking.rows_ND, width, query_Q), width };
  const found: NearestItems[] = [];
  for (const each of searchNearest({ items: rows, queries, self: query_Q, count })) {
    found.push(each);
    onProgress({ stage, done: found.length, total: query_Q.length, unit: 'items' });
    if (shouldStop()) {
      throw new InterruptedError('nothing was written; run the same command again');
    }
  }
  return found;
}
