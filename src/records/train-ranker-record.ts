// The record of `sid train-ranker`.
import { RANKER_RUN_SETTINGS } from '../ranker/model/ranker-config.ts';
import { daySchema } from '../ranker/train/day-metrics.ts';
import { amount, figure, list, objectOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const trainRankerRecord = defineRecord('train-ranker', {
  config: settingsSchema(RANKER_RUN_SETTINGS),
  metrics: objectOf({
    /** H */
    table_rows: amount,
    /** J */
    tokens_per_item: amount,
    impressions: amount,
    examples_per_second: figure,
    ...cost,
    days: list(daySchema),
  }),
});
export type TrainRankerMetrics = MetricsOf<typeof trainRankerRecord>;
