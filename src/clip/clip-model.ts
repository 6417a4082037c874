// A CLIP out of a folder as on Hugging Face's hub: config.json, model.safetensors.
import { join } from 'node:path';
import { openModelWeights } from '../artifacts/model-weights.ts';
import { useThreads } from '../engine/load-engine.ts';
import { tf } from '../engine/tf.ts';
import { readClipConfig } from './clip-config.ts';
import type { ClipConfig } from './clip-config.ts';
import { readParameters, textParameters, visionParameters } from './clip-parameters.ts';
import type { Weights } from './layers.ts';
import { embedTokens } from './text-transformer.ts';
import { embedPixels } from './vision-transformer.ts';

/** One of the two encoders. */
export type ClipEncoderName = 'picture' | 'text';

/** a CLIP in memory, with the encoders that were asked for. */
export interface ClipModel {
  readonly config: ClipConfig;
  /** Files that decide its numbers. */
  readonly paths: readonly string[];
  /** @param pixels channel by channel, row by row @returns D floats for each picture, not normalized */
  readonly embedPictures: (pixels: Float32Array, numPictures: number) => Float32Array;
  /** @param texts token ids with the end token @returns D floats for each text, not normalized */
  readonly embedTexts: (texts: readonly (readonly number[])[]) => Float32Array;
}

/** What is wanted of a CLIP. */
export interface ClipOptions {
  readonly encoders: readonly ClipEncoderName[];
  /** Of the tensor engine: another number sums in another order. */
  readonly threads: number;
}

/** @throws UserError if the folder lacks a file, or holds another kind of model */
export function openClip(folder: string, { encoders, threads }: ClipOptions): ClipModel {
  useThreads(threads);
  const config = readClipConfig(folder);
  const stored = openModelWeights(folder);
  const parameters = readParameters(stored, [
    ...(encoders.includes('picture') ? visionParameters(config) : []),
    ...(encoders.includes('text') ? textParameters(config) : []),
  ]);
  const weights: Weights = (name) => {
    const tensor = parameters.get(name);
    if (tensor === undefined) throw new Error(`${name} was not read`);
    return tensor;
  };
  return {
    config,
    paths: [join(folder, 'config.json'), ...stored.paths],
    embedPictures(pixels, numPictures) {
      const { pictureSize } = config.vision;
      return readAndDispose(() => {
        const input = tf.tensor4d(pixels, [numPictures, 3, pictureSize, pictureSize]);
        return embedPixels(weights, config.vision, input);
      });
    },
    embedTexts: (texts) => readAndDispose(() => embedTokens(weights, config.text, texts)),
  };
}

function readAndDispose(embed: () => tf.Tensor): Float32Array {
  const embeddings = tf.tidy(embed);
  const values = embeddings.dataSync<'float32'>();
  embeddings.dispose();
  return Float32Array.from(values);
}
