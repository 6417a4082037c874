// What several records have: intervals, segments, drift, codes, the cost of a run.
import { INTERVAL_SOURCES } from '../metrics/estimate.ts';
import type { Interval } from '../metrics/interval.ts';
import { ITEM_SEGMENTS } from '../metrics/segments.ts';
import {
  amount,
  check,
  figure,
  list,
  nullable,
  number,
  objectOf,
  pipe,
  strictTuple,
  wordOf,
} from '../schema/json.ts';
import type { OutputOf, Schema } from '../schema/json.ts';

/** A 95 % interval. */
export const interval: Schema<Interval> = strictTuple([figure, figure], 'a list of two numbers');

/** What one source of chance adds to the variance of a mean, and the degrees of freedom with which that is known. */
const varianceComponent = objectOf({ variance: figure, degrees_of_freedom: figure });

/** The interval of a mean over seeds, and what makes it as wide as it is. */
export const intervalFields = {
  /** Null where nothing tells how far chance moves it. */
  ci95: nullable(interval),
  /** What the interval counts. worlds: each seed has a world of its own, with its users and items. */
  ci95_from: list(wordOf(...INTERVAL_SOURCES)),
  /** Variance of the mean between seeds: that of one seed over their number. */
  between_seeds: nullable(varianceComponent),
  /** Variance over the users and items that it was measured on: both, and each alone. */
  users_and_items: nullable(
    objectOf({ variance: figure, degrees_of_freedom: figure, users: figure, items: figure }),
  ),
} as const;

export type IntervalJson = OutputOf<typeof intervalFields>;

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
  ...intervalFields,
  ci95_recalibrated: nullable(interval),
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
