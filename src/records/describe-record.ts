// The record of `sid describe`.
import { DESCRIBE_SETTINGS } from '../describe/describe-settings.ts';
import { amount, figure, nullable, number, objectOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

/** What one role, or all together, have taken; over all processes of the run. */
const spent = {
  /** Answers of the endpoint. */
  calls: amount,
  /** Answers that were in the cache. */
  cached_calls: amount,
  /** Of the calls, as the endpoint counts them. */
  input_tokens: amount,
  output_tokens: amount,
} as const;

export const describeRecord = defineRecord('describe', {
  config: settingsSchema(DESCRIBE_SETTINGS),
  metrics: objectOf({
    items: amount,
    /** Items with a text. */
    described: amount,
    /** Of these with one that the Evaluator called good. */
    good: amount,
    /** Of these taken from earlier outputs. */
    known: amount,
    /** Items with less than was wanted, listed in problems.json. */
    problems: amount,
    ...spent,
    /** Questions that were asked again after a fault. */
    retries: amount,
    by_role: objectOf({
      summarizer: objectOf(spent),
      evaluator: objectOf(spent),
      refiner: objectOf(spent),
    }),
    /** Of the calls; null where no prices were given. */
    cost: nullable(number()),
    items_per_hour: figure,
    ...cost,
  }),
});
export type DescribeMetrics = MetricsOf<typeof describeRecord>;
