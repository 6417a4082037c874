// The record of `sid simulate`.
import { FACT_UNITS } from '../data/simulate/world-fact.ts';
import { WORLD_SETTINGS } from '../data/simulate/world-config.ts';
import {
  amount,
  figure,
  list,
  nullable,
  number,
  objectOf,
  string,
  wordOf,
} from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const simulateRecord = defineRecord('simulate', {
  config: settingsSchema(WORLD_SETTINGS),
  metrics: objectOf({
    items: amount,
    users: amount,
    days: amount,
    impressions: amount,
    clicks: amount,
    label_rate: figure,
    copies: objectOf({ exact: amount, near: amount }),
    /** What the paper says of such logs, and what this one shows. */
    facts: list(
      objectOf({
        fact: string(),
        unit: wordOf(...FACT_UNITS),
        wanted: nullable(number()),
        drawn: figure,
      }),
    ),
    impressions_per_second: figure,
    seconds: number(),
  }),
});
export type SimulateMetrics = MetricsOf<typeof simulateRecord>;
