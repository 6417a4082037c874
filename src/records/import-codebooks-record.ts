// The record of `sid import codebooks`.
import { IMPORT_CODEBOOKS_SETTINGS } from '../interchange/codebooks/import-codebooks-settings.ts';
import { amount, list, number, objectOf, string } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const importCodebooksRecord = defineRecord('import codebooks', {
  config: settingsSchema(IMPORT_CODEBOOKS_SETTINGS),
  metrics: objectOf({
    /** Vectors of each level, coarse to fine. */
    codebook_sizes: list(amount),
    /** Floats of a vector, and of an embedding. */
    width: amount,
    /** What is to be known of them. */
    notes: list(string()),
    seconds: number(),
  }),
});
export type ImportCodebooksMetrics = MetricsOf<typeof importCodebooksRecord>;
