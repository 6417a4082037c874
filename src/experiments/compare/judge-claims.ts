// Claims against figures, paired by seed.
import { estimateOverSeeds } from '../../metrics/estimate.ts';
import type { Estimate } from '../../metrics/estimate.ts';
import { holmAdjusted } from '../../metrics/holm.ts';
import { pairedDifferences, pOfVerdict, verdictOf } from '../../metrics/verdict.ts';
import type { BySeed } from '../../metrics/verdict.ts';
import type { ClaimVerdict } from '../../records/compare-record.ts';
import { plural } from '../../util/plural.ts';
import type { Claim } from './claim-config.ts';
import type { LineResult } from './collect-comparison.ts';
import { whyUndecidable } from './undecidable.ts';
import { isOfSegment } from './segment-cut.ts';

/** A claim with what was measured. */
export interface JudgedClaim extends Claim {
  /** The difference over seeds; undefined where none measured it. */
  readonly difference: Estimate | undefined;
  readonly verdict: ClaimVerdict;
  /** Below 0.05 where the verdict is decided; undefined where there is none. */
  readonly p: number | undefined;
  /** The same after Holm's correction over all claims that were judged, and the verdict by it. */
  readonly pHolm: number | undefined;
  readonly verdictHolm: ClaimVerdict;
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
  const judged = claims.map((claim) => judgeClaim(claim, lines));
  const tested = judged.filter(({ p }) => p !== undefined);
  const adjusted = holmAdjusted(tested.map(({ p = NaN }) => p));
  return judged.map((claim) => {
    const { verdict } = claim;
    const at = tested.indexOf(claim);
    if (at < 0) return { ...claim, pHolm: undefined, verdictHolm: verdict };
    const isDecided = adjusted[at] < 0.05;
    return { ...claim, pHolm: adjusted[at], verdictHolm: isDecided ? verdict : 'undecided' };
  });
}

type Lines = ReadonlyMap<string, LineResult>;
type PlainVerdict = Omit<JudgedClaim, 'pHolm' | 'verdictHolm'>;

/** The verdict of one claim, as if it were the only one. */
function judgeClaim(claim: Claim, lines: Lines): PlainVerdict {
  const bySeed: Lookup = (name, figure) => lines.get(name)?.figures.get(figure) ?? new Map();
  const none = { ...claim, p: undefined, verdict: 'not measured' as const };
  const otherItems = whatDoesNotCompare(claim, lines);
  if (otherItems !== undefined) {
    return { ...none, difference: undefined, seeds: [], reason: otherItems };
  }
  const differences = differencesOf(claim, bySeed);
  const seeds = [...differences.keys()];
  const measured = [...differences.values()];
  const areWorlds = claim.of.some((name) => lines.get(name)?.areWorlds);
  const difference = measured.length === 0 ? undefined : estimateOverSeeds(measured, { areWorlds });
  if (difference === undefined || seeds.length < 2) {
    const reason = whatIsMissing(claim, bySeed) ?? tooFew(seeds.length);
    return { ...none, difference, seeds, reason };
  }
  const built = namesOf(claim).find(({ name, figure }) =>
    lines.get(name)?.byConstruction.has(figure),
  );
  if (built !== undefined) {
    const reason = `${built.figure} of "${built.name}" could not be anything else`;
    return { ...none, difference, seeds, verdict: 'by construction', reason };
  }
  const { expect, margin } = claim;
  const verdict = verdictOf(difference, expect, margin);
  const isSame = measured.every(({ value }) => value === measured[0].value);
  const reason =
    verdict === 'undecided' && expect === 'equal'
      ? whyUndecidable(difference, claim)
      : isSame && difference.crossed === undefined
        ? SEEDLESS
        : undefined;
  return {
    ...claim,
    difference,
    seeds,
    verdict,
    p: pOfVerdict(difference, expect, margin),
    reason,
  };
}

/** Such an interval says nothing of chance. */
const SEEDLESS = 'the same with every seed';

type Lookup = (line: string, figure: string) => BySeed;

/** of - than; with pairs of lines, (of[0] - of[1]) - (than[0] - than[1]). */
function differencesOf(claim: Claim, bySeed: Lookup): BySeed {
  const { of, than, figure, thanFigure, unit } = claim;
  const left = of.map((name) => bySeed(name, figure));
  if (typeof than === 'number') return pairedDifferences(left[0], than, unit);
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
  lines: Lines,
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
    ({ name, figure }) =>
      ![...bySeed(name, figure).values()].some(({ value }) => Number.isFinite(value)),
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
  return `${plural(seeds, 'seed')}, and a verdict needs two`;
}
