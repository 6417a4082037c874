// The record of `sid train-rqvae`.
import { EMBEDDING_COLUMN_SETTINGS } from '../artifacts/embedding-columns.ts';
import { RQ_VAE_SETTINGS } from '../quantizer/model/rq-vae-config.ts';
import { collapsedSchema } from '../quantizer/train/collapse-alarm.ts';
import { epochSchema, levelSchema } from '../quantizer/train/epoch-metrics.ts';
import { amount, figure, list, nullable, objectOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { collisionFigures, cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const trainRqVaeRecord = defineRecord('train-rqvae', {
  config: settingsSchema({ ...EMBEDDING_COLUMN_SETTINGS, ...RQ_VAE_SETTINGS }),
  metrics: objectOf({
    items: amount,
    /** Those shown on `days`: nothing was learned from the others. All, where no days are given. */
    known_items: amount,
    /** Of the known ones, held out for the validation loss. */
    validation_items: amount,
    items_per_second: figure,
    ...cost,
    epochs: amount,
    /** Of the last epoch. */
    train_loss: figure,
    validation_loss: figure,
    /** Null of what is not trained in epochs. */
    best_epoch: nullable(amount),
    best_validation_loss: figure,
    /** From here on of the best model, on all items. */
    loss: figure,
    reconstruction: figure,
    explained_variance: figure,
    /** Codes of each level, coarse to fine. */
    codebook_sizes: list(amount),
    levels: list(levelSchema),
    /** Levels whose codes are hardly used. */
    collapsed: collapsedSchema,
    ...collisionFigures,
    history: list(epochSchema),
  }),
});
export type TrainRqVaeMetrics = MetricsOf<typeof trainRqVaeRecord>;
