// The record of `sid embed`.
import { EMBED_SETTINGS } from '../embed/embed-settings.ts';
import { amount, figure, objectOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const embedRecord = defineRecord('embed', {
  config: settingsSchema(EMBED_SETTINGS),
  metrics: objectOf({
    items: amount,
    /** Items with a vector. */
    embedded: amount,
    /** Of these taken from earlier outputs. */
    known: amount,
    /** Items with less than was wanted, listed in problems.json. */
    problems: amount,
    width: amount,
    items_per_second: figure,
    ...cost,
  }),
});
export type EmbedMetrics = MetricsOf<typeof embedRecord>;
