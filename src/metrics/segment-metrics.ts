// All figures of one segment.
import { mean } from '../util/stats.ts';
import { auc } from './auc.ts';
import { calibration, recalibrate } from './calibration.ts';
import { meanLogLoss } from './log-loss.ts';
import { normalizedEntropy } from './normalized-entropy.ts';
import type { Scored } from './scored.ts';
import { ITEM_SEGMENTS } from './segments.ts';
import type { ItemSegment } from './segments.ts';

/** The figures of one segment; NaN where there is nothing to measure. */
export interface SegmentMetrics {
  readonly segment: ItemSegment | 'all';
  readonly impressions: number;
  /** Different items among them. */
  readonly items: number;
  readonly labelRate: number;
  readonly ne: number;
  /** NE after one constant on all logits, that which is best for all impressions together. */
  readonly neRecalibrated: number;
  readonly auc: number;
  readonly logLoss: number;
  readonly calibration: number;
}

/**
 * The figures of head, torso, tail, new and all impressions. NE of a segment is taken against the
 * segment's own label rate.
 *
 * @param segment_N from `segmentItems`
 */
export function segmentMetrics(
  scored: Scored & { readonly itemIndex: ArrayLike<number> },
  segment_N: Uint8Array,
): SegmentMetrics[] {
  const recalibrated = recalibrate(scored);
  return [...ITEM_SEGMENTS, 'all' as const].map((segment, index) => {
    const isWanted = (item: number): boolean => segment === 'all' || segment_N[item] === index;
    const { items, ...part } = select(scored, isWanted);
    return {
      segment,
      impressions: part.label.length,
      items,
      labelRate: mean(part.label),
      ne: normalizedEntropy(part),
      neRecalibrated: normalizedEntropy(select(recalibrated, isWanted)),
      auc: auc(part),
      logLoss: meanLogLoss(part),
      calibration: calibration(part),
    };
  });
}

function select(
  scored: Scored & { readonly itemIndex: ArrayLike<number> },
  isWanted: (itemIndex: number) => boolean,
): Scored & { readonly items: number } {
  const { label, probability, itemIndex } = scored;
  const labels = new Uint8Array(label.length);
  const probabilities = new Float64Array(label.length);
  const items = new Set<number>();
  let count = 0;
  for (let i = 0; i < label.length; i++) {
    if (!isWanted(itemIndex[i])) continue;
    items.add(itemIndex[i]);
    labels[count] = label[i];
    probabilities[count++] = probability[i];
  }
  return {
    label: labels.subarray(0, count),
    probability: probabilities.subarray(0, count),
    items: items.size,
  };
}
