// What several records have: intervals, segments, drift, codes, the cost of a run.
import type { Interval } from '../metrics/interval.ts';
import { ITEM_SEGMENTS } from '../metrics/segments.ts';
import { amount, check, figure, list, number, pipe, strictTuple, wordOf } from '../schema/json.ts';
import type { OutputOf, Schema } from '../schema/json.ts';

/** A 95 % interval. */
export const interval: Schema<Interval> = strictTuple([figure, figure], 'a list of two numbers');

/** What it comes from: seeds if there are two or more, else a bootstrap over users. */
export const intervalFrom = wordOf('seeds', 'users');

/** The time and memory of a run. */
export const cost = { seconds: number(), peak_memory_mb: amount } as const;

/** How a model does on the items of a segment. */
export const segmentFigures = {
  segment: wordOf(...ITEM_SEGMENTS, 'all'),
  impressions: amount,
  items: amount,
  label_rate: figure,
  ne: figure,
  /** NE after adding the best constant to all logits. */
  ne_recalibrated: figure,
  auc: figure,
  log_loss: figure,
  calibration: figure,
} as const;

export type SegmentFigures = OutputOf<typeof segmentFigures>;

const SEGMENTS = [...ITEM_SEGMENTS, 'all'] as const;

/** The segments of a model, each once and in their order. @param segment the figures of each */
export function segmentsOf<T extends { readonly segment: string }>(
  segment: Schema<T>,
): Schema<readonly T[]> {
  return pipe(
    list(segment),
    check(
      (parts) => parts.map((part) => part.segment).join() === SEGMENTS.join(),
      `a list of ${SEGMENTS.join(', ')}`,
    ),
  );
}

/** How much worse the late model is on the early day. */
export const driftFigures = {
  held_out_impressions: amount,
  ne_early_model: figure,
  ne_late_model: figure,
  drift_percent: figure,
  ne_early_model_recalibrated: figure,
  ne_late_model_recalibrated: figure,
  drift_percent_recalibrated: figure,
  ci95: interval,
  ci95_recalibrated: interval,
  ci95_from: intervalFrom,
  ci95_users: interval,
} as const;

export type DriftJson = OutputOf<typeof driftFigures>;

/** How the codes of a level are used. */
export const levelUsage = { usage: amount, perplexity: figure } as const;

/** How far semantic IDs tell items apart. */
export const collisionFigures = {
  semantic_ids: amount,
  items_per_semantic_id: figure,
  sharing_percent: figure,
  largest: amount,
} as const;
