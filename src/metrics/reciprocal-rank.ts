// The reciprocal rank, whose mean over queries is MRR.
import type { RankGroup } from './rank-group.ts';

/**
 * 1 over the rank of the first relevant item among all items; of a tie the mean over its orders, which is not 1 over the
 * mean rank.
 *
 * @param first the best group that has a relevant item
 */
export function reciprocalRank({ above, tied, relevant }: RankGroup): number {
  let [mean, notYet] = [0, 1];
  for (let place = 0; place <= tied - relevant; place++) {
    mean += (notYet * (relevant / (tied - place))) / (above + place + 1);
    notYet *= (tied - relevant - place) / (tied - place);
  }
  return mean;
}
