// Figures under the names that scripts read.
import type { Drift } from '../metrics/drift.ts';
import type { SegmentMetrics } from '../metrics/segment-metrics.ts';
import type { DriftJson, SegmentFigures } from '../records/figures.ts';

/** The figures of a segment for --json and run.json. */
export function segmentToJson(metrics: SegmentMetrics): SegmentFigures {
  const { segment, impressions, items, ne, auc, calibration } = metrics;
  return {
    ...{ segment, impressions, items },
    label_rate: metrics.labelRate,
    ne,
    ne_recalibrated: metrics.neRecalibrated,
    auc,
    log_loss: metrics.logLoss,
    calibration,
  };
}

/** The figures of a drift for --json and run.json. */
export function driftToJson(drift: Drift): DriftJson {
  const { recalibrated } = drift;
  return {
    held_out_impressions: drift.impressions,
    ne_early_model: drift.neEarlyModel,
    ne_late_model: drift.neLateModel,
    drift_percent: drift.driftPercent,
    ne_early_model_recalibrated: recalibrated.neEarlyModel,
    ne_late_model_recalibrated: recalibrated.neLateModel,
    drift_percent_recalibrated: recalibrated.driftPercent,
    ci95: drift.ci95,
    ci95_recalibrated: recalibrated.ci95,
    ci95_from: drift.ci95From,
    ci95_users: drift.ci95Users,
  };
}
