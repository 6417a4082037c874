// A segment over the seeds.
import { mean, standardDeviation } from '../../util/stats.ts';
import type { SegmentJson } from '../metrics-json.ts';

/** A segment's figures over the seeds. */
export interface SegmentSummary {
  readonly segment: string;
  readonly impressions: number;
  readonly items: number;
  readonly labelRate: number;
  readonly ne: number;
  /** Standard deviation over seeds; NaN for one seed. */
  readonly neSpread: number;
  readonly neRecalibrated: number;
  readonly auc: number;
  readonly logLoss: number;
  readonly calibration: number;
}

/** @param seeds one segment as each seed measured it */
export function summarizeSegment(seeds: readonly SegmentJson[]): SegmentSummary {
  const meanOf = (values: readonly (number | null)[]): number => mean(values.map((x) => x ?? NaN));
  const ne = seeds.map((each) => each.ne ?? NaN);
  return {
    segment: seeds[0].segment,
    impressions: seeds[0].impressions,
    items: seeds[0].items,
    labelRate: meanOf(seeds.map((each) => each.label_rate)),
    ne: mean(ne),
    neSpread: standardDeviation(ne),
    neRecalibrated: meanOf(seeds.map((each) => each.ne_recalibrated)),
    auc: meanOf(seeds.map((each) => each.auc)),
    logLoss: meanOf(seeds.map((each) => each.log_loss)),
    calibration: meanOf(seeds.map((each) => each.calibration)),
  };
}
