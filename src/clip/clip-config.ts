// What config.json says of a CLIP.
import { join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import { isObject, looseObjectOf, nullish } from '../schema/json.ts';
import type { Schema } from '../schema/json.ts';
import { nonNegativeInt, oneOf, positiveInt, positiveNumber } from '../schema/kinds.ts';
import { UserError } from '../util/errors.ts';
import { ACTIVATION_NAMES } from '../graph/ops/activations.ts';
import type { ActivationName } from '../graph/ops/activations.ts';

/** What both encoders are made of. */
export interface TransformerConfig {
  /** M */
  readonly hiddenSize: number;
  /** Width between the two layers of a block's MLP. */
  readonly intermediateSize: number;
  readonly numLayers: number;
  readonly numHeads: number;
  readonly activation: ActivationName;
  readonly layerNormEpsilon: number;
}

export interface TextConfig extends TransformerConfig {
  readonly vocabularySize: number;
  readonly mostTokens: number;
  /** The token at which texts are pooled; null: at the largest id of a text. */
  readonly endToken: number | null;
}

export interface VisionConfig extends TransformerConfig {
  /** Sides of the square picture and of its square patches. */
  readonly pictureSize: number;
  readonly patchSize: number;
}

export interface ClipConfig {
  readonly text: TextConfig;
  readonly vision: VisionConfig;
  /** D */
  readonly projectionSize: number;
}

/**
 * Models from before transformers 4.31 say 2, whatever their end token is; they are pooled at the largest id, which the
 * end token is in a vocabulary that nobody extended.
 */
const OLD_END_TOKEN = 2;

/** A whole number with a default for models that do not say. */
export const count = (otherwise: number): Schema<number> => nullish(positiveInt.schema, otherwise);

/** Hugging Face's defaults, which are those of OpenAI's ViT-B/32. */
const transformerEntries = (sizes: { hidden: number; intermediate: number; heads: number }) => ({
  hidden_size: count(sizes.hidden),
  intermediate_size: count(sizes.intermediate),
  num_hidden_layers: count(12),
  num_attention_heads: count(sizes.heads),
  hidden_act: nullish(oneOf(ACTIVATION_NAMES).schema, 'quick_gelu'),
  layer_norm_eps: nullish(positiveNumber.schema, 1e-5),
});

const textSchema = looseObjectOf({
  ...transformerEntries({ hidden: 512, intermediate: 2048, heads: 8 }),
  vocab_size: count(49408),
  max_position_embeddings: count(77),
  eos_token_id: nullish(nonNegativeInt.schema, 49407),
});

export const visionSchema = looseObjectOf({
  ...transformerEntries({ hidden: 768, intermediate: 3072, heads: 12 }),
  image_size: count(224),
  patch_size: count(32),
});

const clipSchema = looseObjectOf({
  text_config: textSchema,
  vision_config: visionSchema,
  projection_dim: count(512),
});

/**
 * Reads a model's config.json.
 *
 * @throws UserError if the file is missing, of another kind of model, or names sizes that do not go together
 */
export function readClipConfig(folder: string): ClipConfig {
  const path = join(folder, 'config.json');
  const json = readJson(path);
  assertIsClip(json, path);
  const parsed = parseFile(clipSchema, withOldKeys(json), path);
  const { text_config: text, vision_config: vision, projection_dim } = parsed;
  const config: ClipConfig = {
    text: {
      ...transformerOf(text),
      vocabularySize: text.vocab_size,
      mostTokens: text.max_position_embeddings,
      endToken: text.eos_token_id === OLD_END_TOKEN ? null : text.eos_token_id,
    },
    vision: visionOf(vision),
    projectionSize: projection_dim,
  };
  assertHeads('text_config', config.text, path);
  assertVision(config.vision, path);
  return config;
}

/** As `visionSchema` reads it. */
export function visionOf(
  vision: Parameters<typeof transformerOf>[0] & {
    readonly image_size: number;
    readonly patch_size: number;
  },
): VisionConfig {
  return {
    ...transformerOf(vision),
    pictureSize: vision.image_size,
    patchSize: vision.patch_size,
  };
}

function assertIsClip(json: unknown, path: string): asserts json is Record<string, unknown> {
  const { model_type: type } = isObject(json) ? json : {};
  if (type === 'clip') return;
  const other = type === undefined ? 'does not say "model_type"' : `is of ${JSON.stringify(type)}`;
  throw new UserError(
    `${path} ${other}; the folder of a CLIPModel ("model_type": "clip") is wanted`,
  );
}

/** What old configs have under `text_config_dict` and `vision_config_dict` counts, as it does in Python. */
function withOldKeys(json: Record<string, unknown>): Record<string, unknown> {
  const merge = (now: unknown, old: unknown): unknown =>
    isObject(old) ? { ...(isObject(now) ? now : {}), ...old } : (now ?? {});
  return {
    ...json,
    text_config: merge(json.text_config, json.text_config_dict),
    vision_config: merge(json.vision_config, json.vision_config_dict),
  };
}

export function transformerOf(from: {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly hidden_act: ActivationName;
  readonly layer_norm_eps: number;
}): TransformerConfig {
  return {
    hiddenSize: from.hidden_size,
    intermediateSize: from.intermediate_size,
    numLayers: from.num_hidden_layers,
    numHeads: from.num_attention_heads,
    activation: from.hidden_act,
    layerNormEpsilon: from.layer_norm_eps,
  };
}

/** @throws UserError if its sizes do not go together */
export function assertVision(vision: VisionConfig, path: string): void {
  assertHeads('vision_config', vision, path);
  const { patchSize, pictureSize } = vision;
  assertDivides(path, ['vision_config.patch_size', patchSize], ['image_size', pictureSize]);
}

/** @throws UserError if the heads do not share the width */
export function assertHeads(
  part: string,
  { numHeads, hiddenSize }: TransformerConfig,
  path: string,
): void {
  assertDivides(path, [`${part}.num_attention_heads`, numHeads], ['hidden_size', hiddenSize]);
}

type Named = readonly [name: string, value: number];

function assertDivides(path: string, [name, part]: Named, [nameOfWhole, whole]: Named): void {
  if (whole % part === 0) return;
  throw new UserError(`${path}: "${name}" ${part} does not divide "${nameOfWhole}" ${whole}`);
}
