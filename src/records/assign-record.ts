// The record of `sid assign`.
import { MODEL_NAMES } from '../quantizer/model/model-file.ts';
import { amount, figure, list, objectOf, string, wordOf } from '../schema/json.ts';
import { collisionFigures, cost, levelUsage } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const assignRecord = defineRecord('assign', {
  config: objectOf({
    rqvae: string(),
    embeddings: string(),
    model: wordOf(...MODEL_NAMES),
    /** Hash of its file. */
    quantizer: string(),
  }),
  metrics: objectOf({
    items: amount,
    items_per_second: figure,
    ...cost,
    /** Codes of each level, coarse to fine. */
    codebook_sizes: list(amount),
    levels: list(objectOf(levelUsage)),
    ...collisionFigures,
  }),
});
export type AssignMetrics = MetricsOf<typeof assignRecord>;
