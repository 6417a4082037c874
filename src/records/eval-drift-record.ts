// The record of `sid eval-drift`.
import { amount, list, objectOf, string, wordOf } from '../schema/json.ts';
import { EMBED_NAMES } from '../sid/strategies.ts';
import { driftFigures } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const evalDriftRecord = defineRecord('eval-drift', {
  config: objectOf({ runs: list(string()), earlyDay: amount, lateDay: amount }),
  metrics: objectOf({
    early_day: amount,
    late_day: amount,
    held_out_impressions: amount,
    strategies: list(
      objectOf({
        embed: wordOf(...EMBED_NAMES),
        /** The embed name, with what tells it from another of that name: "prefix, depth 2". */
        strategy: string(),
        ...driftFigures,
        seeds: list(amount),
      }),
    ),
  }),
});
export type EvalDriftMetrics = MetricsOf<typeof evalDriftRecord>;
