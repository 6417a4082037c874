// What makes embeddings: settings of `sid embed`, of the steps before it, and of a training of its CLIP or of heads.
import { TRAIN_CLIP_SETTINGS, trainClipConfig } from '../../contrastive/train-clip-settings.ts';
import { EMBED_SETTINGS } from '../../embed/embed-settings.ts';
import { EMBED_STEP_FLAGS, stepsBefore } from '../../embed/embed-step-settings.ts';
import { assertModelsGiven, CLIP_READERS } from '../../embed/encoder-names.ts';
import { idleSettings } from '../../schema/idle-settings.ts';
import { nullish, objectOf, pipe, transform } from '../../schema/json.ts';
import type { Schema } from '../../schema/json.ts';
import {
  completeSettings,
  givenEntries,
  givenIn,
  givenSchema,
  withoutNothing,
} from '../../schema/settings.ts';
import type { GivenOf } from '../../schema/settings.ts';
import { setting, UserError } from '../../util/errors.ts';

/** All but `trainClip`. */
export const EMBED_KEYS = { ...EMBED_SETTINGS, ...EMBED_STEP_FLAGS };
export type EmbedKeys = GivenOf<typeof EMBED_KEYS>;

type TrainClipKeys = GivenOf<typeof TRAIN_CLIP_SETTINGS>;

/** A folder of `sid embed` or a file, or what makes one. */
export type EmbeddingsSource = string | EmbeddingsRecipe;

export interface EmbeddingsRecipe extends EmbedKeys {
  readonly trainClip?: Training;
}

/**
 * Settings of `sid train-clip`; of heads, whose embeddings these are, or of the encoder's CLIP. What both commands take is
 * said for the embeddings: the training sees the pictures and texts that are embedded.
 */
export interface Training extends Omit<TrainClipKeys, FeatureKey | keyof EmbedKeys> {
  readonly pictureFeatures?: EmbeddingsSource;
  readonly textFeatures?: EmbeddingsSource;
}
export const FEATURE_KEYS = ['pictureFeatures', 'textFeatures'] as const;
export type FeatureKey = (typeof FEATURE_KEYS)[number];

/** As it is written: features are paths, or names of embeddings. */
export type WrittenRecipe = EmbedKeys & { readonly trainClip?: TrainClipKeys };

export const writtenRecipe: Schema<WrittenRecipe> = pipe(
  objectOf({ ...givenEntries(EMBED_KEYS), trainClip: nullish(givenSchema(TRAIN_CLIP_SETTINGS)) }),
  transform((given) => withoutNothing(given) as WrittenRecipe),
);

/** Whether a training makes embeddings itself, with no encoder behind it. */
export function trainsHeads({ train }: Pick<TrainClipKeys, 'train'>): boolean {
  return train === 'heads';
}

/** @throws UserError for settings that do not go together, or that nothing would look at */
export function assertRecipe({ trainClip, ...embedding }: WrittenRecipe): void {
  if (embedding.shard) {
    throw new UserError(
      `${setting('shard')} leaves items out, and a comparison wants all embedded; leave it out`,
    );
  }
  const { describe } = stepsBefore(embedding);
  if (trainClip === undefined) {
    const options = completeSettings(EMBED_KEYS, embedding, '');
    assertModelsGiven(options.encoder, options);
    refuse(idleSettings(EMBED_KEYS, embedding, options));
    return;
  }
  if (!trainsHeads(trainClip)) assertReadsClip(embedding);
  const twice = Object.keys(trainClip).find((key) => key in EMBED_KEYS);
  if (twice !== undefined) {
    throw new UserError(`"trainClip" takes ${setting(twice)} from the embeddings; give it there`);
  }
  const given = { ...givenIn(TRAIN_CLIP_SETTINGS, embedding), ...trainClip };
  const options = completeSettings(TRAIN_CLIP_SETTINGS, given, '');
  trainClipConfig(options);
  refuse(idleSettings(TRAIN_CLIP_SETTINGS, trainClip, options));
  if (!trainsHeads(trainClip)) return;
  const ofSteps = ['endpoint', 'model', ...Object.keys(describe ?? {})];
  for (const key of Object.keys(embedding).filter((each) => !ofSteps.includes(each))) {
    if (!(key in TRAIN_CLIP_SETTINGS)) refuse([`${setting(key)} has no effect on heads`]);
    refuse(idleSettings(TRAIN_CLIP_SETTINGS, { [key]: null }, options));
  }
}

/** @throws UserError for the first of settings without an effect */
function refuse([line]: readonly string[]): void {
  if (line !== undefined) throw new UserError(`${line}; leave it out`);
}

function assertReadsClip(embedding: EmbedKeys): void {
  const encoder = embedding.encoder ?? EMBED_SETTINGS.encoder.default;
  if (!CLIP_READERS.includes(encoder)) {
    throw new UserError(
      `"trainClip" trains the CLIP of an encoder, and ${setting('encoder')} ${encoder} has none; ` +
        `choose one of ${CLIP_READERS.join(', ')}`,
    );
  }
  assertModelsGiven(encoder, embedding);
  // The training looks at pictures and texts, whichever the encoder does.
  const options = completeSettings(EMBED_KEYS, { ...embedding, encoder: 'clip' }, '');
  refuse(idleSettings(EMBED_KEYS, embedding, options));
}
