// The record of `sid eval-segments`.
import { amount, nullable, number, objectOf, string, wordOf } from '../schema/json.ts';
import { segmentFigures, segmentsOf } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const evalSegmentsRecord = defineRecord('eval-segments', {
  config: objectOf({
    run: string(),
    day: amount,
    hours: nullable(number()),
    modelDay: amount,
  }),
  metrics: objectOf({
    day: amount,
    /** Null: all of the day. */
    hours: nullable(number()),
    model_day: amount,
    /** 'held-out' on a day that the model was trained on, else 'all'. */
    only: wordOf('all', 'held-out'),
    /** Counts of the training days by which an item is head, torso or tail, and new without any. */
    cut_by: wordOf('impressions', 'clicks'),
    segments: segmentsOf(objectOf(segmentFigures)),
  }),
});
export type EvalSegmentsMetrics = MetricsOf<typeof evalSegmentsRecord>;
