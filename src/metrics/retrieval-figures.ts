// HITS@k, MRR and recall@k by name.
import { hitsAtK } from './hits-at-k.ts';
import type { RankGroup } from './rank-group.ts';
import { recallAtK } from './recall-at-k.ts';
import { reciprocalRank } from './reciprocal-rank.ts';

/** A figure of one query, between 0 and 1; higher is better. */
export interface RetrievalFigure {
  /** "hits@5", "mrr", "recall@10" */
  readonly name: string;
  /**
   * @param groups where the query's relevant items stand: the best, and all that begin within the largest k
   * @param numRelevant all of the query
   */
  readonly of: (groups: readonly RankGroup[], numRelevant: number) => number;
}

/** @param hasSeveral whether a query has several relevant items; with one, recall@k is HITS@k */
export function retrievalFigures(
  ks: readonly number[],
  { hasSeveral }: { readonly hasSeveral: boolean },
): readonly RetrievalFigure[] {
  const hits = ks.map((k) => ({
    name: `hits@${k}`,
    of: (groups: readonly RankGroup[]) => hitsAtK(groups[0], k),
  }));
  const recalls = ks.map((k) => ({
    name: `recall@${k}`,
    of: (groups: readonly RankGroup[], numRelevant: number) => recallAtK(groups, numRelevant, k),
  }));
  const mrr = { name: 'mrr', of: (groups: readonly RankGroup[]) => reciprocalRank(groups[0]) };
  return [...hits, mrr, ...(hasSeveral ? recalls : [])];
}
