// Figures under the names that scripts read.
import type { Drift } from '../metrics/drift.ts';
import type { Estimate } from '../metrics/estimate.ts';
import type { SegmentMetrics } from '../metrics/segment-metrics.ts';
import type { DriftJson, IntervalJson, SegmentFigures } from '../records/figures.ts';

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
    drift_percent: drift.drift.value,
    ne_early_model_recalibrated: recalibrated.neEarlyModel,
    ne_late_model_recalibrated: recalibrated.neLateModel,
    drift_percent_recalibrated: recalibrated.drift.value,
    ...intervalToJson(drift.drift),
    ci95_recalibrated: recalibrated.drift.ci95 ?? null,
  };
}

/** The interval of an estimate, and what makes it wide. */
export function intervalToJson({ ci95, sources, seeds, crossed }: Estimate): IntervalJson {
  return {
    ci95: ci95 ?? null,
    ci95_from: sources,
    between_seeds:
      seeds === undefined
        ? null
        : { variance: seeds.variance, degrees_of_freedom: seeds.degreesOfFreedom },
    users_and_items:
      crossed === undefined
        ? null
        : {
            variance: crossed.usersAndItems,
            degrees_of_freedom: crossed.degreesOfFreedom,
            users: crossed.users,
            items: crossed.items,
          },
  };
}
