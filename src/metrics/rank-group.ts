// Where relevant items stand in the ranking of a query.

/**
 * Items of one score among which some are relevant. Ties have no order, so figures are means over all orders of the
 * tied: an embedding that gives all items one vector scores what chance does, neither 1 nor 0.
 */
export interface RankGroup {
  /** Items with a higher score. */
  readonly above: number;
  /** Items with this score, the relevant ones among them. */
  readonly tied: number;
  /** At least 1. */
  readonly relevant: number;
}

/** All items tied: where chance puts the relevant ones. */
export function chanceGroup(items: number, relevant: number): RankGroup {
  return { above: 0, tied: items, relevant };
}

/** The mean rank of the first relevant item of a group, counted from 1. */
export function expectedRank({ above, tied, relevant }: RankGroup): number {
  return above + (tied + 1) / (relevant + 1);
}
