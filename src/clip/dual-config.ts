// What config.json says of a CLIP whose texts are read by a BERT.
import { join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import { ACTIVATION_NAMES } from '../graph/ops/activations.ts';
import { isObject, looseObjectOf, nullish } from '../schema/json.ts';
import { oneOf, positiveNumber } from '../schema/kinds.ts';
import { UserError } from '../util/errors.ts';
import { assertHeads, assertVision, count, transformerOf } from './clip-config.ts';
import { visionOf, visionSchema } from './clip-config.ts';
import type { TransformerConfig, VisionConfig } from './clip-config.ts';

export interface BertConfig extends TransformerConfig {
  readonly vocabularySize: number;
  readonly mostTokens: number;
  /** Rows of the table of token types, of which texts here use the first. */
  readonly numTypes: number;
}

/** Of Hugging Face's VisionTextDualEncoderModel, made of a CLIPVisionModel and a BertModel. */
export interface DualConfig {
  readonly text: BertConfig;
  readonly vision: VisionConfig;
  /** D */
  readonly projectionSize: number;
}

/** What such a folder's config.json calls itself. */
export const DUAL_TYPE = 'vision-text-dual-encoder';

/** Hugging Face's defaults, which are those of BERT base. */
const bertSchema = looseObjectOf({
  hidden_size: count(768),
  intermediate_size: count(3072),
  num_hidden_layers: count(12),
  num_attention_heads: count(12),
  hidden_act: nullish(oneOf(ACTIVATION_NAMES).schema, 'gelu'),
  layer_norm_eps: nullish(positiveNumber.schema, 1e-12),
  vocab_size: count(30522),
  max_position_embeddings: count(512),
  type_vocab_size: count(2),
});

const dualSchema = looseObjectOf({
  text_config: bertSchema,
  vision_config: visionSchema,
  projection_dim: count(512),
});

/**
 * Reads a model's config.json.
 *
 * @throws UserError if the file is missing, of another kind of model, or names sizes that do not go together
 */
export function readDualConfig(folder: string): DualConfig {
  const path = join(folder, 'config.json');
  const json = readJson(path);
  assertIsDual(json, path);
  const parsed = parseFile(dualSchema, json, path);
  const { text_config: text, vision_config: vision, projection_dim } = parsed;
  const config: DualConfig = {
    text: {
      ...transformerOf(text),
      vocabularySize: text.vocab_size,
      mostTokens: text.max_position_embeddings,
      numTypes: text.type_vocab_size,
    },
    vision: visionOf(vision),
    projectionSize: projection_dim,
  };
  assertHeads('text_config', config.text, path);
  assertVision(config.vision, path);
  return config;
}

function assertIsDual(json: unknown, path: string): void {
  const { model_type, text_config, vision_config } = isObject(json) ? json : {};
  const [text, vision] = [text_config, vision_config].map((each) => (isObject(each) ? each : {}));
  const wanted = [
    ['model_type', model_type, DUAL_TYPE],
    ['vision_config.model_type', vision.model_type, 'clip_vision_model'],
    ['text_config.model_type', text.model_type, 'bert'],
    ['text_config.position_embedding_type', text.position_embedding_type ?? 'absolute', 'absolute'],
    ['text_config.is_decoder', text.is_decoder ?? false, false],
  ] as const;
  for (const [name, value, only] of wanted) {
    if (value === only) continue;
    throw new UserError(
      `${path}: "${name}" is ${JSON.stringify(value) ?? 'missing'}, and only ${JSON.stringify(only)} is read; ` +
        "sid embed's encoder dual takes any pair in ONNX",
    );
  }
}
