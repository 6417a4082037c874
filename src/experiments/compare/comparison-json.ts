// Results.json.
import { meanInterval } from '../../metrics/interval.ts';
import type { BySeed } from '../../metrics/verdict.ts';
import { mean, standardDeviation } from '../../util/stats.ts';
import type { LineResult } from './collect-comparison.ts';
import type { JudgedClaim } from './judge-claims.ts';
import { numberOrNull } from '../metrics-json.ts';
import type { Comparison } from './run-comparison.ts';
import type { SegmentSummary } from './segment-summary.ts';

/** A comparison under the names that scripts read: what results.json and --json hold. */
export function comparisonToJson(comparison: Comparison): Record<string, unknown> {
  return {
    ...(comparison.title === undefined ? {} : { title: comparison.title }),
    baseline: comparison.baseline,
    varies: comparison.sources.varies,
    fixed: comparison.sources.fixed,
    strategies: comparison.results.map(lineToJson),
    claims: comparison.claims.map(claimToJson),
    failed: comparison.failed,
    missing: comparison.missing,
    trials: { reused: comparison.reused, trained: comparison.trained },
  };
}

function lineToJson(result: LineResult): Record<string, unknown> {
  const all = result.segments.find(({ segment }) => segment === 'all');
  const { line, gain, drift } = result;
  return {
    strategy: line.name,
    base: line.strategy.name,
    point: line.point,
    embed: line.strategy.embed,
    seeds: result.seeds,
    table_rows: result.tableRows,
    tokens_per_item: result.tokensPerItem,
    ...(all === undefined ? {} : segmentToJson(all)),
    ...(gain === undefined
      ? {}
      : {
          ne_gain_percent: gain.percent,
          ne_gain_ci95: gain.ci95,
          ne_gain_ci95_from: gain.ci95From,
          ne_gain_ci95_users: gain.ci95Users,
        }),
    segments_cut_by: result.segmentCut,
    segments: result.segments.map(segmentToJson),
    ...(drift === undefined
      ? {}
      : {
          drift_impressions: drift.impressions,
          ne_early_model: drift.neEarlyModel,
          ne_late_model: drift.neLateModel,
          drift_percent: drift.driftPercent,
          ne_early_model_recalibrated: drift.recalibrated.neEarlyModel,
          ne_late_model_recalibrated: drift.recalibrated.neLateModel,
          drift_percent_recalibrated: drift.recalibrated.driftPercent,
          drift_ci95: drift.ci95,
          drift_ci95_recalibrated: drift.recalibrated.ci95,
          drift_ci95_from: drift.ci95From,
          drift_ci95_users: drift.ci95Users,
        }),
    figures: Object.fromEntries(
      [...result.figures].map(([name, bySeed]) => [
        name,
        {
          ...figureToJson(bySeed, result.seeds),
          ...(result.byConstruction.has(name) ? { by_construction: true } : {}),
        },
      ]),
    ),
    examples_per_second: Math.round(result.examplesPerSecond),
    peak_memory_mb: result.peakMemoryMb,
    folders: result.folders,
  };
}

/** Over the seeds that measured it. */
function figureToJson(bySeed: BySeed, seeds: readonly number[]): Record<string, unknown> {
  const values = [...bySeed.values()].filter(Number.isFinite);
  return {
    mean: numberOrNull(mean(values)),
    spread: numberOrNull(standardDeviation(values)),
    ci95: meanInterval(values) ?? null,
    by_seed: Object.fromEntries(seeds.map((seed) => [seed, numberOrNull(bySeed.get(seed) ?? NaN)])),
  };
}

function segmentToJson(part: SegmentSummary): Record<string, unknown> {
  return {
    segment: part.segment,
    impressions: part.impressions,
    items: part.items,
    label_rate: numberOrNull(part.labelRate),
    ne: numberOrNull(part.ne),
    ne_spread: numberOrNull(part.neSpread),
    ne_recalibrated: numberOrNull(part.neRecalibrated),
    auc: numberOrNull(part.auc),
    log_loss: numberOrNull(part.logLoss),
    calibration: numberOrNull(part.calibration),
  };
}

function claimToJson(claim: JudgedClaim): Record<string, unknown> {
  const { paper, says, figure, of, than, expect, unit, margin, verdict, reason, seeds } = claim;
  const unwrap = (names: readonly string[] | number): unknown =>
    typeof names === 'number' || names.length > 1 ? names : names[0];
  return {
    paper,
    says,
    figure,
    of: unwrap(of),
    than: unwrap(than),
    ...(claim.thanFigure === figure ? {} : { than_figure: claim.thanFigure }),
    difference: numberOrNull(claim.difference),
    ci95: claim.ci95 ?? null,
    unit,
    expect,
    ...(expect === 'equal' ? { margin } : {}),
    verdict,
    ...(reason === undefined ? {} : { reason }),
    seeds,
  };
}
