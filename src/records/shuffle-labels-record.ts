// The record of `sid shuffle-labels`.
import { SHUFFLE_SETTINGS } from '../data/shuffle/shuffle-settings.ts';
import { amount, number, objectOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const shuffleLabelsRecord = defineRecord('shuffle-labels', {
  config: settingsSchema(SHUFFLE_SETTINGS),
  metrics: objectOf({
    days: amount,
    impressions: amount,
    clicks: amount,
    /** Impressions whose label is another than before. */
    changed: amount,
    seconds: number(),
  }),
});
export type ShuffleLabelsMetrics = MetricsOf<typeof shuffleLabelsRecord>;
