// A comparison as results.json has it.
import { readCorpusInfo } from '../../artifacts/corpus.ts';
import type { Negatives } from '../../artifacts/negatives-rule.ts';
import type { Estimate } from '../../metrics/estimate.ts';
import type { BySeed } from '../../metrics/verdict.ts';
import type {
  ClaimResult,
  CompareLine,
  CompareMetrics,
  FigureOverSeeds,
} from '../../records/compare-record.ts';
import { mean, standardDeviation } from '../../util/stats.ts';
import { driftToJson, intervalToJson, segmentToJson } from '../metrics-json.ts';
import type { LineResult } from './collect-comparison.ts';
import type { ComparePoint } from './compare-config.ts';
import type { JudgedClaim } from './judge-claims.ts';
import type { Comparison } from './run-comparison.ts';
import type { SegmentSummary } from './segment-summary.ts';

/**
 * A comparison under the names that scripts read: what results.json and --json hold.
 *
 * @param points of its config
 * @param out its folder
 */
export function comparisonToJson(
  comparison: Comparison,
  points: readonly ComparePoint[],
  out: string,
): CompareMetrics {
  const { title, baseline, sources, results, claims, failed, missing } = comparison;
  return {
    title: title ?? null,
    baseline,
    varies: sources.varies,
    fixed: sources.fixed,
    negatives: results.length === 0 ? [] : negativesOf(comparison),
    drift_days: results.some(({ drift }) => drift !== undefined) ? driftDays(points) : null,
    strategies: results.map(lineToJson),
    claims: claims.map(claimToJson),
    failed,
    missing,
    trials: { reused: comparison.reused, trained: comparison.trained },
    out,
  };
}

/** How the non-clicks of its corpora came about, each rule once, with the lowest figure of the probe. */
export function negativesOf({ inputs }: Pick<Comparison, 'inputs'>): Negatives[] {
  const byRule = new Map<string, number | null>();
  const corpora = new Set(inputs.flatMap((each) => [...each.corpora.values()]));
  for (const corpus of corpora) {
    const { negativesRule, negativesProbeNe } = readCorpusInfo(corpus);
    const known = byRule.get(negativesRule) ?? Infinity;
    const lowest = Math.min(known, negativesProbeNe ?? Infinity);
    byRule.set(negativesRule, Number.isFinite(lowest) ? lowest : null);
  }
  return [...byRule].map(([rule, probe_ne]) => ({ rule, probe_ne }));
}

/** Null where there is no drift, or one of other days at another point. */
function driftDays(points: readonly ComparePoint[]): CompareMetrics['drift_days'] {
  const [first, ...others] = points.map(({ config }) => config.drift);
  const { earlyDay: early, lateDay: late } = first ?? {};
  const isSame = others.every((each) => each?.earlyDay === early && each?.lateDay === late);
  return early === undefined || late === undefined || !isSame ? null : { early, late };
}

function lineToJson(result: LineResult): CompareLine {
  const all = result.segments.find(({ segment }) => segment === 'all');
  if (all === undefined) throw new Error('eval-segments measures all impressions too');
  const { line, gain, drift } = result;
  return {
    strategy: line.name,
    base: line.strategy.name,
    point: line.point,
    baseline: line.baseline,
    embed: line.strategy.embed,
    seeds: result.seeds,
    table_rows: result.tableRows,
    tokens_per_item: result.tokensPerItem,
    tuned: line.tuned ?? null,
    ...summaryToJson(all),
    gain: gain === undefined ? null : { percent: gain.value, ...intervalToJson(gain) },
    segments_cut_by: result.segmentCut,
    segments: result.segments.map(summaryToJson),
    drift: drift === undefined ? null : driftToJson(drift),
    figures: Object.fromEntries(
      [...result.figures].map(([name, bySeed]) => [
        name,
        figureToJson(bySeed, result.estimates.get(name), {
          seeds: result.seeds,
          isByConstruction: result.byConstruction.has(name),
        }),
      ]),
    ),
    examples_per_second: Math.round(result.examplesPerSecond),
    peak_memory_mb: result.peakMemoryMb,
    folders: result.folders,
  };
}

/** Of what no seed measured. */
const NO_INTERVAL = {
  ci95: null,
  ci95_from: [],
  between_seeds: null,
  users_and_items: null,
} as const;

/** Over the seeds that measured it. */
function figureToJson(
  bySeed: BySeed,
  estimate: Estimate | undefined,
  about: { readonly seeds: readonly number[]; readonly isByConstruction: boolean },
): FigureOverSeeds {
  const values = [...bySeed.values()].map(({ value }) => value).filter(Number.isFinite);
  return {
    mean: mean(values),
    spread: standardDeviation(values),
    ...(estimate === undefined ? NO_INTERVAL : intervalToJson(estimate)),
    by_seed: Object.fromEntries(about.seeds.map((seed) => [seed, bySeed.get(seed)?.value ?? NaN])),
    by_construction: about.isByConstruction,
  };
}

function summaryToJson(part: SegmentSummary): CompareLine['segments'][number] {
  return { ...segmentToJson(part), ne_spread: part.neSpread };
}

function claimToJson(claim: JudgedClaim): ClaimResult {
  const { paper, says, figure, of, than, thanFigure, expect, unit, margin } = claim;
  const { difference, verdict, p, pHolm, verdictHolm, reason, seeds } = claim;
  return {
    ...{ paper, says, figure, of, than, than_figure: thanFigure, expect, unit, margin },
    difference: difference?.value ?? NaN,
    ...(difference === undefined ? NO_INTERVAL : intervalToJson(difference)),
    ...{ verdict, p: p ?? null, p_holm: pHolm ?? null, verdict_holm: verdictHolm },
    ...{ reason: reason ?? null, seeds },
  };
}
