import type { SegmentSummary, StrategyResult } from './collect-comparison.ts';
import { numberOrNull } from './metrics-json.ts';
import type { Comparison } from './run-comparison.ts';

/** A comparison under the names that scripts read: what results.json and --json hold. */
export function comparisonToJson(comparison: Comparison): Record<string, unknown> {
  return {
    baseline: comparison.baseline,
    strategies: comparison.results.map(strategyToJson),
    failed: comparison.failed,
    trials: { reused: comparison.reused, trained: comparison.trained },
  };
}

function strategyToJson(result: StrategyResult): Record<string, unknown> {
  const all = result.segments.find(({ segment }) => segment === 'all');
  const { gain, drift } = result;
  return {
    strategy: result.strategy,
    embed: result.embed,
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
    segments: result.segments.map(segmentToJson),
    ...(drift === undefined
      ? {}
      : {
          drift_impressions: drift.impressions,
          ne_early_model: drift.neEarlyModel,
          ne_late_model: drift.neLateModel,
          drift_percent: drift.driftPercent,
          drift_ci95: drift.ci95,
          drift_ci95_from: drift.ci95From,
          drift_ci95_users: drift.ci95Users,
        }),
    examples_per_second: Math.round(result.examplesPerSecond),
    peak_memory_mb: result.peakMemoryMb,
    folders: result.folders,
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
    auc: numberOrNull(part.auc),
    log_loss: numberOrNull(part.logLoss),
    calibration: numberOrNull(part.calibration),
  };
}
