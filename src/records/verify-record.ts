// The record of `sid verify`.
import { COLLISION_POLICIES } from '../artifacts/sids-making.ts';
import { VERIFY_SETTINGS } from '../quantizer/quantizer-inputs.ts';
import {
  amount,
  boolean,
  figure,
  list,
  nullable,
  number,
  objectOf,
  string,
  union,
  wordOf,
} from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

const itemId = union([number(), string()], 'a number or a text');

export const verifyRecord = defineRecord('verify', {
  config: settingsSchema(VERIFY_SETTINGS),
  metrics: objectOf({
    /** Whether codes, items, model and embeddings are all as they were. */
    equal: boolean(),
    /** Of the file of codes. */
    items: amount,
    /** Those of them that have an embedding. */
    compared: amount,
    /** Those whose codes are others now. */
    differing: amount,
    /** Those of them where the two candidates were nearly as far. */
    near_ties: amount,
    /** Items whose first code that differs is of this level, coarse to fine. */
    first_difference_by_level: list(amount),
    examples: list(
      objectOf({
        item_id: itemId,
        level: amount,
        published: list(amount),
        now: list(amount),
        squared_distances: nullable(objectOf({ published: figure, now: figure })),
        near_tie: boolean(),
      }),
    ),
    /** Items of the file without an embedding. */
    missing: amount,
    missing_examples: list(itemId),
    /** Items with an embedding that the file lacks. */
    extra: amount,
    extra_examples: list(itemId),
    /** How collisions were resolved when the file was made. */
    collisions: wordOf(...COLLISION_POLICIES),
    model: objectOf({ path: string(), sha256: string(), recorded_sha256: string() }),
    embeddings: list(
      objectOf({
        path: string(),
        sha256: string(),
        /** Whether the file was made from it; null: that is not known. */
        recorded: nullable(boolean()),
      }),
    ),
    ...cost,
  }),
});
export type VerifyMetrics = MetricsOf<typeof verifyRecord>;
