// The record of `sid import codes`.
import { IMPORT_CODES_SETTINGS } from '../interchange/codes/import-codes-settings.ts';
import { amount, boolean, list, objectOf, string } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { collisionFigures, cost, levelUsage } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const importCodesRecord = defineRecord('import codes', {
  config: settingsSchema(IMPORT_CODES_SETTINGS),
  metrics: objectOf({
    items: amount,
    /** What sids.arrow calls their quantizer. */
    quantizer: string(),
    levels: list(objectOf(levelUsage)),
    codebook_sizes: list(amount),
    /** They were not given: the highest code of each level and one. */
    sizes_inferred: boolean(),
    ...collisionFigures,
    ...cost,
  }),
});
export type ImportCodesMetrics = MetricsOf<typeof importCodesRecord>;
