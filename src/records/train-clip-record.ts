// The record of `sid train-clip`.
import { clipEpochSchema } from '../contrastive/clip-epoch.ts';
import { TRAIN_CLIP_SETTINGS } from '../contrastive/train-clip-settings.ts';
import { amount, figure, list, objectOf } from '../schema/json.ts';
import { settingsSchema } from '../schema/settings.ts';
import { cost } from './figures.ts';
import { defineRecord } from './run-record.ts';
import type { MetricsOf } from './run-record.ts';

export const trainClipRecord = defineRecord('train-clip', {
  config: settingsSchema(TRAIN_CLIP_SETTINGS),
  metrics: objectOf({
    /** Items that have both a picture and a text. */
    pairs: amount,
    /** Items without one of them, or kept with less than was wanted; listed in problems.json. */
    problems: amount,
    /** Pairs whose text is longer than the model takes. */
    cut_texts: amount,
    groups: amount,
    train_pairs: amount,
    held_out_pairs: amount,
    evaluated_pairs: amount,
    /** Held-out pairs whose text, or picture, some pair of training has too. */
    known_texts: amount,
    known_pictures: amount,
    steps_per_epoch: amount,
    learned_parameters: amount,
    parameters: amount,
    items_per_second: figure,
    ...cost,
    best_epoch: amount,
    /** Epoch 0 is the model that training began with. */
    history: list(clipEpochSchema),
  }),
});
export type TrainClipMetrics = MetricsOf<typeof trainClipRecord>;
