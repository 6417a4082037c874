import type { Interval } from '../evaluation/interval.ts';
import { judge, pairedDifferences } from '../evaluation/verdict.ts';
import type { BySeed, Verdict } from '../evaluation/verdict.ts';
import { mean } from '../util/stats.ts';
import type { Claim } from './claim-config.ts';
import type { LineResult } from './collect-comparison.ts';

/** A claim with what was measured. */
export interface JudgedClaim extends Claim {
  /** Mean over seeds; NaN where there is none. */
  readonly difference: number;
  /** Over seeds (Student's t); undefined below two. */
  readonly ci95: Interval | undefined;
  readonly verdict: Verdict | 'not measured';
  /** Why it was not measured. */
  readonly reason: string | undefined;
  /** Those that count: all that is compared was measured with them. */
  readonly seeds: readonly number[];
}

/** Holds claims against the lines' figures, paired by seed. */
export function judgeClaims(
  claims: readonly Claim[],
  results: readonly LineResult[],
): JudgedClaim[] {
  const figures = new Map(results.map(({ line, figures: ofLine }) => [line.name, ofLine]));
  return claims.map((claim) => {
    const names = [...claim.of, ...claim.than];
    const missing = names.find((name) => !hasValue(figures.get(name)?.get(claim.figure)));
    const bySeed = (name: string): BySeed => figures.get(name)?.get(claim.figure) ?? new Map();
    const differences = differencesOf(claim, bySeed);
    const seeds = [...differences.keys()];
    const values = [...differences.values()];
    if (values.length >= 2) {
      return { ...claim, ...judge(values, claim.expect, claim.margin), reason: undefined, seeds };
    }
    const reason =
      missing === undefined
        ? `${seeds.length} seed${seeds.length === 1 ? '' : 's'}, and an interval needs two`
        : `"${missing}" has no ${claim.figure}`;
    const none = { ci95: undefined, verdict: 'not measured' as const };
    return { ...claim, ...none, difference: mean(values), reason, seeds };
  });
}

/** of - than; with pairs of lines, (of[0] - of[1]) - (than[0] - than[1]). */
function differencesOf({ of, than, unit }: Claim, bySeed: (name: string) => BySeed): BySeed {
  if (of.length === 1) return pairedDifferences(bySeed(of[0]), bySeed(than[0]), unit);
  return pairedDifferences(
    pairedDifferences(bySeed(of[0]), bySeed(of[1]), unit),
    pairedDifferences(bySeed(than[0]), bySeed(than[1]), unit),
    'absolute',
  );
}

function hasValue(bySeed: BySeed | undefined): boolean {
  return bySeed !== undefined && [...bySeed.values()].some(Number.isFinite);
}
