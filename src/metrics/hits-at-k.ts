// HITS@k: is a relevant item among the first k?
import type { RankGroup } from './rank-group.ts';

/**
 * 1 where the first relevant item is among the first k, 0 where it is not; where k cuts through a tie, the share of the
 * orders in which it is: 1 - C(t - r, j) / C(t, j), with r relevant of t tied and room for j of them.
 *
 * @param first the best group that has a relevant item
 */
export function hitsAtK({ above, tied, relevant }: RankGroup, k: number): number {
  const room = k - above;
  if (room <= 0) return 0;
  let missed = 1;
  for (let i = 0; i < room && missed > 0; i++) missed *= (tied - relevant - i) / (tied - i);
  return 1 - missed;
}
