// Figures under the names that scripts read.
import type { SegmentMetrics } from '../metrics/segment-metrics.ts';

/** A number for JSON, which has no NaN: null where there was nothing to measure. */
export function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A segment's figures under the names that scripts read. */
export interface SegmentJson {
  readonly segment: string;
  readonly impressions: number;
  readonly items: number;
  readonly label_rate: number | null;
  readonly ne: number | null;
  /** With one constant on all logits, the best for all impressions. */
  readonly ne_recalibrated: number | null;
  readonly auc: number | null;
  readonly log_loss: number | null;
  readonly calibration: number | null;
}

/** The figures of one segment for --json and run.json. */
export function segmentToJson(metrics: SegmentMetrics): SegmentJson {
  return {
    segment: metrics.segment,
    impressions: metrics.impressions,
    items: metrics.items,
    label_rate: numberOrNull(metrics.labelRate),
    ne: numberOrNull(metrics.ne),
    ne_recalibrated: numberOrNull(metrics.neRecalibrated),
    auc: numberOrNull(metrics.auc),
    log_loss: numberOrNull(metrics.logLoss),
    calibration: numberOrNull(metrics.calibration),
  };
}
