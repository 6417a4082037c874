// The records of `sid import`, one for each data set.
import {
  EBNERD_SETTINGS,
  GLOBO_SETTINGS,
  MIND_SETTINGS,
  ONLINE_RETAIL_SETTINGS,
  TABLE_SETTINGS,
} from '../data/import/import-settings.ts';
import type { ImportSet } from '../data/import/import-settings.ts';
import { STANDING_FEATURES } from '../data/negatives/standing-probe.ts';
import {
  amount,
  exactOptional,
  figure,
  list,
  nullable,
  number,
  objectOf,
  string,
  wordOf,
} from '../schema/json.ts';
import type { Schema } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

const covered = { events: amount, with_embedding: amount, percent: figure } as const;

type OfFeatures = Record<(typeof STANDING_FEATURES)[number], Schema<number>>;
const neByFeature = objectOf(
  Object.fromEntries(STANDING_FEATURES.map((feature) => [feature, figure])) as OfFeatures,
);

const metrics = objectOf({
  source: string(),
  items: amount,
  users: amount,
  days: amount,
  impressions: amount,
  clicks: amount,
  label_rate: figure,
  impressions_per_day: list(amount),
  negatives_rule: string(),
  /** Of the log. */
  rows: amount,
  dropped: list(objectOf({ reason: string(), events: amount, percent: figure })),
  coverage: objectOf({
    ...covered,
    uncovered: wordOf('drop', 'keep'),
    by_day: list(objectOf({ day: amount, date: string(), ...covered })),
  }),
  embeddings: objectOf({ items: amount, without_event: amount }),
  /** Clicks from before the log. */
  history: exactOptional(
    objectOf({
      clicks: amount,
      users: amount,
      without_embedding: amount,
      dropped: list(objectOf({ reason: string(), clicks: amount })),
      users_with_other_later: amount,
      clicked_again_percent: figure,
    }),
  ),
  /** Of the items. */
  categories: exactOptional(
    list(objectOf({ name: string(), values: amount, items_without: amount })),
  ),
  /** Of a log that has clicks only. */
  sampled: exactOptional(
    objectOf({
      duplicates: amount,
      negatives: amount,
      clicks_with_fewer: amount,
      clicks_with_none: amount,
    }),
  ),
  /** NE of predicting the sampled labels from how items stood before alone; below 1 the negatives tell the label. */
  standing_probe: exactOptional(
    objectOf({
      /** Null where the log has one day. */
      ne: nullable(neByFeature),
      first_impressions: amount,
      first_impressions_clicked: amount,
    }),
  ),
  seconds: number(),
});

/** By the data set's name in `sid import`. */
export const IMPORT_RECORDS = {
  'online-retail': defineRecord('import online-retail', {
    config: settingsSchema(ONLINE_RETAIL_SETTINGS),
    metrics,
  }),
  globo: defineRecord('import globo', { config: settingsSchema(GLOBO_SETTINGS), metrics }),
  mind: defineRecord('import mind', { config: settingsSchema(MIND_SETTINGS), metrics }),
  ebnerd: defineRecord('import ebnerd', { config: settingsSchema(EBNERD_SETTINGS), metrics }),
  table: defineRecord('import table', { config: settingsSchema(TABLE_SETTINGS), metrics }),
} as const satisfies Record<ImportSet, object>;
export type ImportMetrics = MetricsOf<(typeof IMPORT_RECORDS)['table']>;
