// The two encoders of a model folder, whichever of the two layouts it has.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../artifacts/json-file.ts';
import { openModelWeights } from '../artifacts/model-weights.ts';
import type { ModelWeights } from '../artifacts/model-weights.ts';
import { isObject } from '../schema/json.ts';
import { readClipConfig } from './clip-config.ts';
import { UserError } from '../util/errors.ts';
import { DUAL_TYPE, readDualConfig } from './dual-config.ts';
import { bertEncoder, pictureEncoder, textEncoder } from './graph-encoders.ts';
import type { GraphEncoder, TextGraphEncoder } from './graph-encoders.ts';

/** Encoders of pictures and texts, with their parameters in a folder. */
export interface FolderEncoders {
  readonly picture: GraphEncoder;
  readonly text: TextGraphEncoder;
  /** Of square pictures. */
  readonly pictureSize: number;
  readonly tokens: {
    readonly vocabularySize: number;
    /** Of a text. */
    readonly mostTokens: number;
    /** The token that texts end in, where config.json says so. */
    readonly endToken: number | null;
  };
  /** Opens the folder's weights. @throws UserError if it has none */
  readonly openWeights: () => ModelWeights;
}

/**
 * Reads a folder as on Hugging Face's hub: a CLIPModel's, or a VisionTextDualEncoderModel's of CLIP's vision encoder and a BERT.
 *
 * @param options whether the folder's weights are wanted: without them it need have none
 * @throws UserError if the folder lacks a file, or holds another kind of model
 */
export function readEncoders(
  folder: string,
  { hasWeights = true }: { readonly hasWeights?: boolean } = {},
): FolderEncoders {
  assertHasConfig(folder);
  return isDual(folder) ? readDual(folder, hasWeights) : readClip(folder);
}

function assertHasConfig(folder: string): void {
  if (existsSync(join(folder, 'config.json'))) return;
  if (!existsSync(folder)) throw new UserError(`${folder} does not exist; check the name`);
  if (!statSync(folder).isDirectory()) {
    throw new UserError(`${folder} is a file; give the folder of a model that it lies in`);
  }
  if (existsSync(join(folder, 'open_clip_config.json'))) {
    throw new UserError(
      `${folder} is of open_clip (open_clip_config.json, no config.json); get the model as a CLIPModel of transformers`,
    );
  }
  throw new UserError(`${folder} has no config.json; get the model's whole folder`);
}

function isDual(folder: string): boolean {
  const json = readJson(join(folder, 'config.json'));
  return isObject(json) && json.model_type === DUAL_TYPE;
}

function readClip(folder: string): FolderEncoders {
  const config = readClipConfig(folder);
  const { vocabularySize, mostTokens, endToken } = config.text;
  return {
    ...{ picture: pictureEncoder(config), text: textEncoder(config) },
    pictureSize: config.vision.pictureSize,
    tokens: { vocabularySize, mostTokens, endToken },
    openWeights: () => openModelWeights(folder),
  };
}

/** Files from before transformers 5 say it twice. */
const OLD_VISION = 'vision_model.vision_model.';

function readDual(folder: string, hasWeights: boolean): FolderEncoders {
  const config = readDualConfig(folder);
  const openWeights = (): ModelWeights => openModelWeights(folder);
  const isOld = hasWeights && openWeights().has(`${OLD_VISION}embeddings.class_embedding`);
  const picture = pictureEncoder(config);
  const { vocabularySize, mostTokens } = config.text;
  return {
    picture: isOld
      ? renamed(picture, (name) => name.replace(/^vision_model\./, OLD_VISION))
      : picture,
    text: bertEncoder(config),
    pictureSize: config.vision.pictureSize,
    tokens: { vocabularySize, mostTokens, endToken: null },
    openWeights,
  };
}

/** The same encoder with its parameters called otherwise. */
function renamed(encoder: GraphEncoder, rename: (name: string) => string): GraphEncoder {
  return {
    ...encoder,
    parameters: encoder.parameters.map((each) => ({ ...each, name: rename(each.name) })),
    embed: (layers, inputs, options) =>
      encoder.embed(
        { ...layers, weights: (name) => layers.weights(rename(name)) },
        inputs,
        options,
      ),
  };
}
