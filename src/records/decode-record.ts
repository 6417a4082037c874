// The record of `sid decode`.
import { DECODE_SETTINGS } from '../decode/decode-settings.ts';
import { amount, figure, list, nullable, objectOf, string } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

/** A prefix and what its items have in common. */
export const prefixFacts = objectOf({
  prefix: list(amount),
  items: amount,
  words: list(string()),
  type: nullable(string()),
  type_percent: nullable(figure),
});

/** The prefixes of one length. */
const levelFacts = objectOf({
  depth: amount,
  prefixes: amount,
  largest: amount,
  alone_percent: figure,
  purity_percent: figure,
  chance_purity_percent: figure,
});

export const decodeRecord = defineRecord('decode', {
  config: settingsSchema(DECODE_SETTINGS),
  metrics: objectOf({
    items: amount,
    levels: amount,
    /** Codes of each level, coarse to fine. */
    codebook_sizes: list(amount),
    /** Product types that the catalog knows. */
    types: amount,
    /** Items that have codes and do not stand in the catalog; 0 without one. */
    not_in_catalog: amount,
    /** Items of the catalog that have no codes. */
    without_codes: amount,
    by_length: list(levelFacts),
    /** The prefixes that are shown, largest first; siblings of an item by the codes that they share. */
    prefixes: list(prefixFacts),
    /** Beyond those. */
    more_prefixes: amount,
    pictures: amount,
    pictures_unreadable: amount,
    ...cost,
  }),
});
export type DecodeMetrics = MetricsOf<typeof decodeRecord>;
