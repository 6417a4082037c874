// The record of `sid export`.
import { EXPORT_SETTINGS } from '../interchange/export-settings.ts';
import { EXPORTABLES } from '../interchange/export-formats.ts';
import { amount, exactOptional, list, objectOf, string, wordOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const exportRecord = defineRecord('export', {
  config: settingsSchema(EXPORT_SETTINGS),
  metrics: objectOf({
    what: wordOf(...EXPORTABLES),
    formats: list(string()),
    files: list(objectOf({ name: string(), bytes: amount })),
    items: exactOptional(amount),
    levels: exactOptional(amount),
    codebook_sizes: exactOptional(list(amount)),
    /** Floats of a vector of the codebooks. */
    width: exactOptional(amount),
    /** The kept day of a ranker. */
    day: exactOptional(amount),
    /** H, of those rows that were kept. */
    table_rows: exactOptional(amount),
    /** J */
    tokens_per_item: exactOptional(amount),
    /** Impressions with their probabilities. */
    examples: exactOptional(amount),
    ...cost,
  }),
});
export type ExportMetrics = MetricsOf<typeof exportRecord>;
