// A segment over the seeds.
import { mean, standardDeviation } from '../../util/stats.ts';
import type { SegmentFigures } from '../../records/figures.ts';

/** A segment's figures over the seeds. */
export interface SegmentSummary {
  readonly segment: SegmentFigures['segment'];
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
export function summarizeSegment(seeds: readonly SegmentFigures[]): SegmentSummary {
  const ne = seeds.map((each) => each.ne);
  return {
    segment: seeds[0].segment,
    impressions: seeds[0].impressions,
    items: seeds[0].items,
    labelRate: mean(seeds.map((each) => each.label_rate)),
    ne: mean(ne),
    neSpread: standardDeviation(ne),
    neRecalibrated: mean(seeds.map((each) => each.ne_recalibrated)),
    auc: mean(seeds.map((each) => each.auc)),
    logLoss: mean(seeds.map((each) => each.log_loss)),
    calibration: mean(seeds.map((each) => each.calibration)),
  };
}
