// What can be chosen of `sid train-clip`.
import {
  AUGMENT_SETTINGS,
  BATCH_SETTINGS,
  PAIR_SEED,
  PAIR_SETTINGS,
} from '../pairs/pair-settings.ts';
import {
  flag,
  folder,
  fraction,
  nonNegativeInt,
  nonNegativeNumber,
  oneOf,
  positiveInt,
  positiveNumber,
  textLike,
} from '../schema/kinds.ts';
import { defineSettings } from '../schema/settings.ts';
import type { SettingsOf } from '../schema/settings.ts';
import { LOSS_NAMES } from './losses.ts';

/** What the best epoch is known by: means over both directions. */
export const SELECTED_BY = ['hits@5', 'mrr', 'hits@1'] as const;

export const TRAIN_CLIP_SETTINGS = defineSettings({
  ...PAIR_SETTINGS,
  clip: {
    kind: folder,
    required: true,
    says:
      "CLIP to begin with, as on Hugging Face's hub: config.json, model.safetensors, tokenizer.json, " +
      'preprocessor_config.json',
  },
  fromScratch: {
    kind: flag,
    default: false,
    says: 'draw all weights anew; of the folder only sizes, tokenizer and processor are taken',
  },
  train: {
    kind: textLike(/^(all|last-[1-9]\d*)$/, 'part', 'all or last-N'),
    default: 'all',
    says: 'what learns: all, or the last N blocks of each encoder and what is above them',
  },
  lockPictureBlocks: {
    kind: nonNegativeInt,
    default: 0,
    onlyWith: { train: ['all'] },
    says: 'lowest blocks of the picture encoder that stay as they are, with what is below them',
  },
  lockTextBlocks: {
    kind: nonNegativeInt,
    default: 0,
    onlyWith: { train: ['all'] },
    says: 'the same of the text encoder',
  },
  loss: { kind: oneOf(LOSS_NAMES), default: 'infonce', says: 'what is made small' },
  epochs: { kind: positiveInt, default: 10, says: 'passes over the pairs' },
  ...BATCH_SETTINGS,
  partSize: {
    kind: positiveInt,
    default: null,
    otherwise: 'the whole batch',
    says:
      'pairs that go through the encoders at once: of a larger batch all are embedded first, then each part goes ' +
      'back (GradCache); takes a third more time, and memory for one part',
  },
  checkpointBlocks: {
    kind: flag,
    default: false,
    says: "compute each block's inside again on the way back: a third more time, far less memory",
  },
  learningRate: { kind: positiveNumber, default: 1e-5, says: 'highest rate of AdamW' },
  warmup: { kind: fraction, default: 0.1, says: 'share of the steps in which the rate goes up' },
  weightDecay: {
    kind: nonNegativeNumber,
    default: 0.1,
    says: 'of AdamW, for matrices; scales and biases have none',
  },
  beta2: { kind: fraction, default: 0.98, says: 'how slowly AdamW forgets squares of gradients' },
  ...AUGMENT_SETTINGS,
  selectedBy: {
    kind: oneOf(SELECTED_BY),
    default: 'hits@5',
    says: 'what makes an epoch the best: a figure of the held-out pairs, the mean of both directions',
  },
  threads: {
    kind: positiveInt,
    default: 1,
    says: 'threads of the tensor engine: another number gives other last digits',
  },
  ...PAIR_SEED,
});
export type TrainClipSettings = SettingsOf<typeof TRAIN_CLIP_SETTINGS>;
