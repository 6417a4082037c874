// The record of `sid assign`.
import { MODEL_NAMES } from '../quantizer/model/model-file.ts';
import { COLLISION_POLICIES } from '../artifacts/sids-making.ts';
import {
  amount,
  boolean,
  exactOptional,
  figure,
  list,
  nullable,
  objectOf,
  string,
  wordOf,
} from '../schema/json.ts';
import { collisionFigures, cost, levelUsage } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const assignRecord = defineRecord('assign', {
  config: objectOf({
    rqvae: string(),
    embeddings: string(),
    idColumn: exactOptional(nullable(string()), null),
    embeddingColumn: exactOptional(nullable(string()), null),
    model: wordOf(...MODEL_NAMES),
    /** Hash of its file. */
    quantizer: string(),
    /** The file whose items keep their codes. */
    append: nullable(string()),
    collisions: wordOf(...COLLISION_POLICIES),
    capacity: nullable(amount),
    shareDuplicates: boolean(),
    beam: amount,
  }),
  metrics: objectOf({
    items: amount,
    /** Those that were not in `append`. */
    new_items: amount,
    /** Those of them that got other codes than the model's first choice. */
    moved_items: amount,
    items_per_second: figure,
    ...cost,
    /** Codes of each level, coarse to fine. */
    codebook_sizes: list(amount),
    levels: list(objectOf(levelUsage)),
    ...collisionFigures,
  }),
});
export type AssignMetrics = MetricsOf<typeof assignRecord>;
