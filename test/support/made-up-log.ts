import type { RecordFor } from '../../src/records/all-records.ts';

/** What `sid where` found of a small shop. */
export const madeUpLog: RecordFor<'where'>['metrics'] = {
  ...{ source: 'shop', days: 21, day_hours: 24, impressions: 4000, clicks: 800, label_rate: 0.2 },
  ...{ impressions_per_day: 200, users: 70, impressions_per_user_day: 3 },
  ...{ items: 90, items_in_table: 100, living_items: 50, shown_items_per_day: 40 },
  impressions_per_item_day: { mean: 4, median: 2 },
  half_life: {
    ...{ days: 60, ci95: [45, 80], items: 30, gone: 5, item_days: 500 },
    survival: [
      { lag: 1, items: 30, alive: 0.97, fitted: 0.99 },
      { lag: 10, items: 20, alive: 0.9, fitted: 0.89 },
    ],
  },
  new_on_last_day: {
    ...{ items: 0.1, impressions: 0.02, items_not_clicked: 0.2, impressions_not_clicked: 0.05 },
  },
  skew: { top_0_1_percent: 0.1, top_5_6_percent: 0.3, gini: 0.6 },
  content: {
    ...{ items: 80, rate_spread: 0.4, reliability: 0.7, share: 0.5, ci95: [0.3, 0.7] },
    by_neighbors: [{ neighbors: 8, share: 0.5 }],
  },
  taste: { auc: 0.55, ci95: [0.53, 0.57], impressions: 3000, pairs: 2000 },
  table: [{ collision_factor: 3, rows: 33 }],
  negatives: {
    rule: "the log's own impressions that were not clicked",
    probe_ne: NaN,
    first_impressions_clicked: 0.2,
  },
  on_map: {
    ...{ title: 'a map', places: 2, left: 1, beyond: [] },
    log: { impressions_per_item_day: 4, gone_a_day: 0.011, content_share: 0.5 },
    nearest: [
      {
        ...{ steps: 0.4, at: { density: '5' }, best: 'prefix' },
        log: { impressions_per_item_day: 5, gone_a_day: 0.01, content_share: 0.4 },
        claims: [
          {
            ...{ says: 'prefix below random', figure: 'ne/all', difference: -0.52 },
            ...{ ci95: [-0.86, -0.18], unit: 'percent', verdict: 'holds' },
          },
        ],
      },
    ],
  },
  more_log: [
    {
      ...{ like: 'a shop', source: 'shop', impressions: 200, seeds: 5, smallest_gain: 3.2 },
      needed: [
        { gain: 1, impressions: 12_000 },
        { gain: 0.1, impressions: NaN },
      ],
    },
  ],
};
