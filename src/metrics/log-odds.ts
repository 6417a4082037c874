// How much more often something is so in a group than among all.

/** How many of how many. */
export interface CountOf {
  readonly has: number;
  readonly of: number;
}

/**
 * The logarithm of the odds in a group over those among all, in its standard errors: above 2 or so the group has clearly
 * more of it. Rare in both is no evidence, however large the ratio. Half a count is added on each side, so that none or
 * all of a group is no infinity (Haldane 1956, Anscombe 1956).
 *
 * @see Monroe, Colaresi and Quinn 2008, "Fightin' Words", of which this is the plain form
 */
export function logOddsScore(group: CountOf, all: CountOf): number {
  const variance = varianceOf(group) + varianceOf(all);
  return (logOdds(group) - logOdds(all)) / Math.sqrt(variance);
}

function logOdds({ has, of }: CountOf): number {
  return Math.log((has + 0.5) / (of - has + 0.5));
}

function varianceOf({ has, of }: CountOf): number {
  return 1 / (has + 0.5) + 1 / (of - has + 0.5);
}
