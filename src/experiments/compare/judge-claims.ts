// Claims against figures, paired by seed.
import type { Interval } from '../../metrics/interval.ts';
import { judge, pairedDifferences } from '../../metrics/verdict.ts';
import type { BySeed } from '../../metrics/verdict.ts';
import type { ClaimVerdict } from '../../records/compare-record.ts';
import { plural } from '../../util/plural.ts';
import { mean } from '../../util/stats.ts';
import type { Claim } from './claim-config.ts';
import type { LineResult } from './collect-comparison.ts';
import { isOfSegment } from './segment-cut.ts';

/** A claim with what was measured. */
export interface JudgedClaim extends Claim {
  /** Mean over seeds; NaN where there is none. */
  readonly difference: number;
  /** Over seeds (Student's t); undefined below two. */
  readonly ci95: Interval | undefined;
  readonly verdict: ClaimVerdict;
  /** Why there is no verdict, or what is to be known of the interval. */
  readonly reason: string | undefined;
  /** Those that count: all that is compared was measured with them. */
  readonly seeds: readonly number[];
}

/** Holds claims against the lines' figures, paired by seed. */
export function judgeClaims(
  claims: readonly Claim[],
  results: readonly LineResult[],
): JudgedClaim[] {
  const lines = new Map(results.map((result) => [result.line.name, result]));
  const bySeed: Lookup = (name, figure) =>
    lines.get(name)?.figures.get(figure) ?? new Map<number, number>();
  return claims.map((claim) => {
    const otherItems = whatDoesNotCompare(claim, lines);
    const differences =
      otherItems === undefined ? differencesOf(claim, bySeed) : new Map<number, number>();
    const seeds = [...differences.keys()];
    const values = [...differences.values()];
    const measured = { ...claim, difference: mean(values), seeds };
    const none = { ...measured, ci95: undefined, verdict: 'not measured' as const };
    if (otherItems !== undefined) return { ...none, reason: otherItems };
    if (values.length < 2) {
      return { ...none, reason: whatIsMissing(claim, bySeed) ?? tooFew(seeds.length) };
    }
    const judged = { ...measured, ...judge(values, claim.expect, claim.margin) };
    const built = namesOf(claim).find(({ name, figure }) =>
      lines.get(name)?.byConstruction.has(figure),
    );
    if (built !== undefined) {
      const reason = `${built.figure} of "${built.name}" could not be anything else`;
      return { ...judged, verdict: 'by construction' as const, reason };
    }
    const reason = values.every((value) => value === values[0]) ? SEEDLESS : undefined;
    return { ...judged, reason };
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

/** Segments that are subtracted from one another have to be of the same items. */
function whatDoesNotCompare(
  { of, than, figure, thanFigure }: Claim,
  lines: ReadonlyMap<string, LineResult>,
): string | undefined {
  if (!isOfSegment(figure) && !isOfSegment(thanFigure)) return undefined;
  const others = typeof than === 'number' ? [] : than;
  const pairs = of.length === 1 ? [[...of, ...others]] : [of, others];
  for (const [a, b] of pairs) {
    const [ofA, ofB] = [lines.get(a)?.segmentCut, lines.get(b)?.segmentCut];
    if (ofA === undefined || ofB === undefined || ofA === ofB) continue;
    return `segments of "${a}" and "${b}" are other items: cut by ${ofA}, and by ${ofB}`;
  }
  return undefined;
}

function whatIsMissing(claim: Claim, bySeed: Lookup): string | undefined {
  const missing = namesOf(claim).find(
    ({ name, figure }) => ![...bySeed(name, figure).values()].some(Number.isFinite),
  );
  return missing && `"${missing.name}" has no ${missing.figure}`;
}

/** All figures that a claim is about. */
function namesOf({ of, than, figure, thanFigure }: Claim): { name: string; figure: string }[] {
  return [
    ...of.map((name) => ({ name, figure })),
    ...(typeof than === 'number' ? [] : than.map((name) => ({ name, figure: thanFigure }))),
  ];
}

function tooFew(seeds: number): string {
  return `${plural(seeds, 'seed')}, and an interval needs two`;
}
