// Every item looked at, ranks exact to the last tie.
import type { RankGroup } from '../metrics/rank-group.ts';
import { roundingError, scoreBlocks } from './score-blocks.ts';
import { cosineOf } from './unit-rows.ts';
import type { UnitRows } from './unit-rows.ts';

/** What is searched, for what. */
export interface Search {
  readonly items: UnitRows;
  readonly queries: UnitRows;
  /** The items that each query wants: one at least, none twice. The query itself among them does not count. */
  readonly relevant: readonly Int32Array[];
  /** The item that a query is, which is no answer to it; -1: none. */
  readonly self: Int32Array;
  /** So many nearest items are wanted; no more than there are. */
  readonly count: number;
}

/** The nearest items of a query. */
export interface NearestItems {
  /** Nearest first; of a tie the lower item. As many as were wanted, and all that are as near as the last of these. */
  readonly items: Int32Array;
  readonly cosines: Float64Array;
}

/** The answer to one query. */
export interface ExactAnswer {
  /** Nearest first; of a tie the lower item. */
  readonly nearest: Int32Array;
  readonly cosines: Float64Array;
  /** Where the relevant items stand: the best group, and all others that begin within `count`. */
  readonly groups: readonly RankGroup[];
}

/**
 * Looks at all items for each query. 32-bit products sort out what is clearly nearer or farther; what lies
 * within their rounding is decided in 64 bits (`cosineOf`). So ties are ties.
 *
 * @returns the answers, in the order of the queries
 */
export function* searchExactly(search: Search): Generator<ExactAnswer> {
  const { items, queries, self } = search;
  const numItems = items.rows_ND.length / items.width;
  const isRelevant = new Uint8Array(numItems);
  for (const { firstQuery, numQueries, scores } of scoreBlocks(items, queries)) {
    for (let i = 0; i < numQueries; i++) {
      const query = firstQuery + i;
      const own = scores.subarray(i * numItems, (i + 1) * numItems);
      if (self[query] >= 0) own[self[query]] = -Infinity;
      for (const item of search.relevant[query]) isRelevant[item] = 1;
      yield answer(search, query, own, isRelevant);
      for (const item of search.relevant[query]) isRelevant[item] = 0;
    }
  }
}

/**
 * The nearest items of each query with their ties, found as `searchExactly` does.
 *
 * @returns in the order of the queries
 */
export function* searchNearest(
  search: Pick<Search, 'items' | 'queries' | 'self' | 'count'>,
): Generator<NearestItems> {
  const { items, queries, self, count } = search;
  const numItems = items.rows_ND.length / items.width;
  for (const { firstQuery, numQueries, scores } of scoreBlocks(items, queries)) {
    for (let i = 0; i < numQueries; i++) {
      const query = firstQuery + i;
      const own = scores.subarray(i * numItems, (i + 1) * numItems);
      if (self[query] >= 0) own[self[query]] = -Infinity;
      const found = findNear(search, query, own);
      const near = found.filter(({ cosine }) => cosine >= found[count - 1].cosine);
      yield {
        items: Int32Array.from(near, ({ item }) => item),
        cosines: Float64Array.from(near, ({ cosine }) => cosine),
      };
    }
  }
}

interface FoundItem {
  readonly item: number;
  readonly cosine: number;
}

/** Nearest first, of a tie the lower item: all that may be among the first `count`, and some beyond. */
function findNear(
  { items, queries, count }: Pick<Search, 'items' | 'queries' | 'count'>,
  query: number,
  scores: Float32Array,
): FoundItem[] {
  const floor = largest(scores, count) - 2 * roundingError(items.width);
  const found: FoundItem[] = [];
  for (let item = 0; item < scores.length; item++) {
    if (scores[item] >= floor) found.push({ item, cosine: cosineOf(queries, query, items, item) });
  }
  return found.sort((a, b) => b.cosine - a.cosine || a.item - b.item);
}

function answer(
  search: Search,
  query: number,
  scores: Float32Array,
  isRelevant: Uint8Array,
): ExactAnswer {
  const { count } = search;
  const error = roundingError(search.items.width);
  const exact = (item: number): number => cosineOf(search.queries, query, search.items, item);
  const found = findNear(search, query, scores);
  const groups: RankGroup[] = [];
  for (let above = 0; above < count;) {
    let [end, relevant] = [above, 0];
    for (; end < found.length && found[end].cosine === found[above].cosine; end++) {
      relevant += isRelevant[found[end].item];
    }
    if (relevant > 0) groups.push({ above, tied: end - above, relevant });
    above = end;
  }
  if (groups.length === 0) groups.push(bestGroup(search.relevant[query], scores, error, exact));
  return {
    nearest: Int32Array.from(found.slice(0, count), ({ item }) => item),
    cosines: Float64Array.from(found.slice(0, count), ({ cosine }) => cosine),
    groups,
  };
}

/** The count-th largest value. */
function largest(values: Float32Array, count: number): number {
  const best = new Float64Array(count).fill(-Infinity);
  for (const value of values) {
    if (value <= best[count - 1]) continue;
    let at = count - 1;
    for (; at > 0 && best[at - 1] < value; at--) best[at] = best[at - 1];
    best[at] = value;
  }
  return best[count - 1];
}

/** Where the best relevant item stands, however far down. */
function bestGroup(
  relevant: Int32Array,
  scores: Float32Array,
  error: number,
  exact: (item: number) => number,
): RankGroup {
  let highest = -Infinity;
  for (const item of relevant) highest = Math.max(highest, scores[item]);
  let [best, numBest] = [-Infinity, 0];
  for (const item of relevant) {
    if (scores[item] < highest - 2 * error) continue;
    const cosine = exact(item);
    numBest = cosine > best ? 1 : cosine === best ? numBest + 1 : numBest;
    best = Math.max(best, cosine);
  }
  let [above, tied] = [0, 0];
  for (let item = 0; item < scores.length; item++) {
    if (scores[item] < best - error) continue;
    if (scores[item] > best + error) above += 1;
    else {
      const cosine = exact(item);
      if (cosine > best) above += 1;
      else if (cosine === best) tied += 1;
    }
  }
  return { above, tied, relevant: numBest };
}
