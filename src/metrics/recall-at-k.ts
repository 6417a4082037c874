// Recall@k: the share of a query's relevant items among the first k.
import type { RankGroup } from './rank-group.ts';

/**
 * The share of the relevant items that are among the first k; where k cuts through a tie, the mean over its orders.
 *
 * @param groups in order, as far as place k at least
 * @param numRelevant all of the query
 */
export function recallAtK(groups: readonly RankGroup[], numRelevant: number, k: number): number {
  let found = 0;
  for (const { above, tied, relevant } of groups) {
    found += relevant * Math.min(1, Math.max(0, (k - above) / tied));
  }
  return found / numRelevant;
}
