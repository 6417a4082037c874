// Claims against figures, paired by seed.
import type { Interval } from '../../metrics/interval.ts';
import { judge, pairedDifferences } from '../../metrics/verdict.ts';
import type { BySeed, Verdict } from '../../metrics/verdict.ts';
import { count } from '../../util/count.ts';
import { mean } from '../../util/stats.ts';
import type { Claim } from './claim-config.ts';
import type { LineResult } from './collect-comparison.ts';

/** A claim with what was measured. */
export interface JudgedClaim extends Claim {
  /** Mean over seeds; NaN where there is none. */
  readonly difference: number;
  /** Over seeds (Student's t); undefined below two. */
  readonly ci95: Interval | undefined;
  readonly verdict: Verdict | 'not measured';
  /** Why it was not measured, or what is to be known of the interval. */
  readonly reason: string | undefined;
  /** Those that count: all that is compared was measured with them. */
  readonly seeds: readonly number[];
}

/** Holds claims against the lines' figures, paired by seed. */
export function judgeClaims(
  claims: readonly Claim[],
  results: readonly LineResult[],
): JudgedClaim[] {
  const lines = new Map(results.map(({ line, figures }) => [line.name, figures]));
  const bySeed: Lookup = (name, figure) =>
    lines.get(name)?.get(figure) ?? new Map<number, number>();
  return claims.map((claim) => {
    const differences = differencesOf(claim, bySeed);
    const seeds = [...differences.keys()];
    const values = [...differences.values()];
    if (values.length >= 2) {
      const reason = values.every((value) => value === values[0]) ? SEEDLESS : undefined;
      return { ...claim, ...judge(values, claim.expect, claim.margin), reason, seeds };
    }
    const reason = whatIsMissing(claim, bySeed) ?? tooFew(seeds.length);
    const none = { ci95: undefined, verdict: 'not measured' as const };
    return { ...claim, ...none, difference: mean(values), reason, seeds };
  });
}

/** Such an interval says nothing of chance. */
const SEEDLESS = 'the same with every seed';

type Lookup = (line: string, figure: string) => BySeed;

/** of - than; with pairs of lines, (of[0] - of[1]) - (than[0] - than[1]). */
function differencesOf(claim: Claim, bySeed: Lookup): BySeed {
  const { of, than, figure, thanFigure, unit } = claim;
  const left = of.map((name) => bySeed(name, figure));
  if (typeof than === 'number') {
    const same = new Map([...left[0].keys()].map((seed) => [seed, than]));
    return pairedDifferences(left[0], same, unit);
  }
  const right = than.map((name) => bySeed(name, thanFigure));
  if (of.length === 1) return pairedDifferences(left[0], right[0], unit);
  return pairedDifferences(
    pairedDifferences(left[0], left[1], unit),
    pairedDifferences(right[0], right[1], unit),
    'absolute',
  );
}

function whatIsMissing(
  { of, than, figure, thanFigure }: Claim,
  bySeed: Lookup,
): string | undefined {
  const wanted = [
    ...of.map((name) => ({ name, figure })),
    ...(typeof than === 'number' ? [] : than.map((name) => ({ name, figure: thanFigure }))),
  ];
  const missing = wanted.find(
    ({ name, figure: each }) => ![...bySeed(name, each).values()].some(Number.isFinite),
  );
  return missing && `"${missing.name}" has no ${missing.figure}`;
}

function tooFew(seeds: number): string {
  return `${count(seeds, 'seed')}, and an interval needs two`;
}
