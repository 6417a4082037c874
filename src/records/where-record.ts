// The record of `sid where`.
import { UNITS } from '../metrics/verdict.ts';
import {
  amount,
  byName,
  figure,
  list,
  nullable,
  objectOf,
  string,
  wordOf,
} from '../schema/json.ts';
import { CLAIM_VERDICTS } from './compare-record.ts';
import { interval } from './figures.ts';
import { logCoordinates } from './log-coordinates.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

/** A place of a map whose log is much like this one. */
const nearPlace = objectOf({
  /** How far its log is, in steps: doublings of impressions, for one. */
  steps: figure,
  at: byName(string()),
  log: logCoordinates,
  /** The strategy of the lowest NE there, with those that are not told from it. */
  best: nullable(string()),
  claims: list(
    objectOf({
      ...{ says: string(), figure: string(), difference: figure, ci95: nullable(interval) },
      ...{ unit: wordOf(...UNITS), verdict: wordOf(...CLAIM_VERDICTS) },
    }),
  ),
});

/** What it takes to show a gain, were chance as large as on another log. */
const moreLog = objectOf({
  like: string(),
  source: string(),
  /** Of the last day. */
  impressions: amount,
  seeds: amount,
  /** In percent, shown in four of five repetitions with the impressions of the last day. */
  smallest_gain: figure,
  /** Null where no number of impressions shows it with so many seeds. */
  needed: list(objectOf({ gain: figure, impressions: figure })),
});

export const whereRecord = defineRecord('where', {
  config: objectOf({ corpus: string(), seed: amount, map: string() }),
  metrics: objectOf({
    source: string(),
    days: amount,
    /** Of a day of this corpus. */
    day_hours: figure,
    impressions: amount,
    clicks: amount,
    label_rate: figure,
    impressions_per_day: figure,
    users: amount,
    impressions_per_user_day: figure,
    /** Shown at least once. */
    items: amount,
    /** All of the corpus. */
    items_in_table: amount,
    /** Between first and last day shown, mean over the middle half of the days. */
    living_items: figure,
    shown_items_per_day: figure,
    impressions_per_item_day: objectOf({ mean: figure, median: figure }),
    half_life: objectOf({
      /** Null: no item went within the log, or none could be followed. */
      days: figure,
      /** Null at the high end: no bound. */
      ci95: interval,
      items: amount,
      gone: amount,
      item_days: amount,
      survival: list(objectOf({ lag: amount, items: amount, alive: figure, fitted: figure })),
    }),
    /** Shares of the last day. */
    new_on_last_day: objectOf({
      items: figure,
      impressions: figure,
      items_not_clicked: figure,
      impressions_not_clicked: figure,
    }),
    skew: objectOf({ top_0_1_percent: figure, top_5_6_percent: figure, gini: figure }),
    content: objectOf({
      items: amount,
      rate_spread: figure,
      reliability: figure,
      /** Null where the rates of items do not differ beyond noise. */
      share: figure,
      ci95: interval,
      by_neighbors: list(objectOf({ neighbors: amount, share: figure })),
    }),
    taste: objectOf({ auc: figure, ci95: interval, impressions: amount, pairs: amount }),
    table: list(objectOf({ collision_factor: amount, rows: amount })),
    negatives: objectOf({
      rule: string(),
      /** Least NE of a probe that knows only how an item stood; null where none are sampled. */
      probe_ne: figure,
      first_impressions_clicked: figure,
    }),
    on_map: objectOf({
      title: string(),
      /** Of this log. */
      log: logCoordinates,
      /** Places that differ from the map's base in the log alone, and those not measured yet. */
      places: amount,
      left: amount,
      nearest: list(nearPlace),
      /** In what this log lies beyond all places of the map. */
      beyond: list(string()),
    }),
    more_log: list(moreLog),
  }),
});
export type WhereMetrics = MetricsOf<typeof whereRecord>;
