// What can be chosen of `sid train-clip`.
import { SOURCE_SETTINGS } from '../embed/source-settings.ts';
import {
  AUGMENT_SETTINGS,
  BATCH_SETTINGS,
  PAIR_SEED,
  PAIR_SETTINGS,
  WITH_HELD_OUT,
} from '../pairs/pair-settings.ts';
import { PICTURE_SETTINGS } from '../pictures/picture-settings.ts';
import { onlyWith } from '../schema/change-settings.ts';
import {
  flag,
  folder,
  fraction,
  nonNegativeInt,
  nonNegativeNumber,
  numberWithin,
  oneOf,
  positiveInt,
  positiveNumber,
  textLike,
} from '../schema/kinds.ts';
import { defineSettings, pickSettings } from '../schema/settings.ts';
import type { OptionsOf, SettingsOf } from '../schema/settings.ts';
import { setting, UserError } from '../util/errors.ts';
import { HEAD_SETTINGS } from './heads/head-settings.ts';
import { LOSS_NAMES } from './losses.ts';

/** What the best epoch is known by: means over both directions. */
export const SELECTED_BY = ['hits@5', 'mrr', 'hits@1'] as const;

const WITH_CLIP = { clip: 'given' } as const;

/** 1 would never let go of the zeros that AdamW begins with. */
const MOMENT_SHARE = numberWithin({ least: 0, most: 0.99999 });

/** Highest rates where none is given. */
const RATES = { encoders: 1e-5, heads: 3e-3 };

export const TRAIN_CLIP_SETTINGS = defineSettings({
  ...PAIR_SETTINGS,
  ...onlyWith(pickSettings(PAIR_SETTINGS, ['weightBy']), { loss: ['weighted'] }),
  ...onlyWith(pickSettings(SOURCE_SETTINGS, ['boxes']), WITH_CLIP),
  ...onlyWith(PICTURE_SETTINGS, WITH_CLIP),
  clip: {
    kind: folder,
    default: null,
    says:
      "CLIP to begin with, as on Hugging Face's hub: config.json, model.safetensors, tokenizer.json, " +
      'preprocessor_config.json; wanted for all but heads',
  },
  fromScratch: {
    kind: flag,
    default: false,
    onlyWith: WITH_CLIP,
    says: 'draw all weights anew; of the folder only sizes, tokenizer and processor are taken',
  },
  train: {
    kind: textLike(/^(all|heads|last-[1-9]\d*)$/, 'part', 'all, last-N or heads'),
    default: 'all',
    says:
      'what learns: all, or the last N blocks of each encoder and what is above them; heads: a projection of what ' +
      'other encoders made of pictures and of texts, which stay as they are (LiT)',
  },
  ...HEAD_SETTINGS,
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
    onlyWith: WITH_CLIP,
    otherwise: 'the whole batch',
    says:
      'pairs that go through the encoders at once: of a larger batch all are embedded first, then each part goes ' +
      'back (GradCache); takes a third more time, and memory for one part',
  },
  checkpointBlocks: {
    kind: flag,
    default: false,
    onlyWith: WITH_CLIP,
    says: "compute each block's inside again on the way back: a third more time, far less memory",
  },
  learningRate: {
    kind: positiveNumber,
    computed: `${RATES.encoders}, of heads ${RATES.heads}`,
    says: 'highest rate of AdamW',
  },
  warmup: { kind: fraction, default: 0.1, says: 'share of the steps in which the rate goes up' },
  weightDecay: {
    kind: nonNegativeNumber,
    default: 0.1,
    says: 'of AdamW, for matrices; scales and biases have none',
  },
  beta2: {
    kind: MOMENT_SHARE,
    default: 0.98,
    says: 'how slowly AdamW forgets squares of gradients',
  },
  ...onlyWith(AUGMENT_SETTINGS, WITH_CLIP),
  selectedBy: {
    kind: oneOf(SELECTED_BY),
    default: 'hits@5',
    onlyWithAny: WITH_HELD_OUT,
    says:
      'what makes an epoch the best: a figure of the held-out pairs, the mean of both directions; of equal ones the ' +
      'best by mrr',
  },
  threads: {
    kind: positiveInt,
    default: 1,
    says: 'threads of the tensor engine: another number gives other last digits',
  },
  ...PAIR_SEED,
});
export type TrainClipSettings = SettingsOf<typeof TRAIN_CLIP_SETTINGS>;

/**
 * The settings with those that follow from others.
 *
 * @throws UserError if what is to be trained is not given
 */
export function trainClipConfig(options: OptionsOf<typeof TRAIN_CLIP_SETTINGS>): TrainClipSettings {
  const { train, clip, pictureFeatures, textFeatures } = options;
  const isOfHeads = train === 'heads';
  if (isOfHeads && (pictureFeatures === null || textFeatures === null)) {
    const missing = pictureFeatures === null ? 'pictureFeatures' : 'textFeatures';
    throw new UserError(
      `${setting('train')} heads wants ${setting('pictureFeatures')} and ${setting('textFeatures')}: ` +
        `give ${setting(missing)} an output of sid embed`,
    );
  }
  if (isOfHeads && clip !== null) {
    throw new UserError(`${setting('train')} heads trains no CLIP; leave out ${setting('clip')}`);
  }
  if (!isOfHeads && clip === null) {
    throw new UserError(
      `${setting('train')} ${train} wants ${setting('clip')} with the folder of a CLIP`,
    );
  }
  if (options.batchSize < 2) {
    throw new UserError(
      `${setting('batchSize')} ${options.batchSize}: batches of one pair teach nothing; two at least are wanted`,
    );
  }
  assertNothingStaysDrawn(options);
  if (options.loss === 'weighted' && options.weightBy === null) {
    throw new UserError(
      `${setting('loss')} weighted wants ${setting('weightBy')} with the column that says how much a pair counts`,
    );
  }
  const rate = isOfHeads ? RATES.heads : RATES.encoders;
  return { ...options, learningRate: options.learningRate ?? rate };
}

/** @throws UserError if weights would be drawn and never learn */
function assertNothingStaysDrawn({
  fromScratch,
  train,
  lockPictureBlocks,
  lockTextBlocks,
}: OptionsOf<typeof TRAIN_CLIP_SETTINGS>): void {
  if (!fromScratch) return;
  const locking =
    (train.startsWith('last-') && `${setting('train')} ${train}`) ||
    (lockPictureBlocks > 0 && setting('lockPictureBlocks')) ||
    (lockTextBlocks > 0 && setting('lockTextBlocks'));
  if (locking === false) return;
  throw new UserError(
    `${setting('fromScratch')} draws all weights anew, and ${locking} would leave some as they are drawn; leave out one of them`,
  );
}
