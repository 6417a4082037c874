// CLIP's two encoders, on the tensor engine.
import { basename } from 'node:path';
import { openClip } from '../clip/clip-model.ts';
import type { ClipModel } from '../clip/clip-model.ts';
import { loadTokenizer, tokenizerFiles } from '../onnx/tokenizer.ts';
import type { Tokenizer } from '../onnx/tokenizer.ts';
import { UserError } from '../util/errors.ts';
import { normalizeRows } from './encoder.ts';
import type { Encoder } from './encoder.ts';
import { embedByLength } from './length-batches.ts';
import { readPictureProcessor } from './picture-processor.ts';
import { embedPictures } from './pixel-batches.ts';

/**
 * The picture encoder of a CLIP in a folder as on Hugging Face's hub.
 *
 * @param threads of the tensor engine, which has one number of them in a process
 * @throws UserError if the folder lacks a file, or holds another kind of model
 */
export function createClipPictureEncoder(folder: string, threads: number): Encoder {
  const clip = openClip(folder, { encoders: ['picture'], threads });
  const width = clip.config.projectionSize;
  const size = clip.config.vision.pictureSize;
  const processor = readPictureProcessor(folder, size);
  if (processor === undefined) {
    throw new UserError(`${folder} has no preprocessor_config.json; get the model's whole folder`);
  }
  const { shape, scale } = processor;
  return {
    width,
    pictures: shape,
    readsText: false,
    files: { ...filesOf(clip), ...processor.files },
    async encode(inputs) {
      const vectors_BD = await embedPictures(inputs, { size, scale, width }, clip.embedPictures);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}

/**
 * The text encoder of such a CLIP.
 *
 * @param threads of the tensor engine
 * @throws UserError if the folder lacks a file, or holds another kind of model
 */
export function createClipTextEncoder(folder: string, threads: number): Encoder {
  const clip = openClip(folder, { encoders: ['text'], threads });
  const { projectionSize: width, text } = clip.config;
  const tokenize = loadTokenizer(folder, text.mostTokens);
  assertTokens(tokenize, clip, folder);
  return {
    width,
    pictures: null,
    readsText: true,
    files: { ...filesOf(clip), ...tokenizerFiles(folder) },
    async encode(inputs) {
      const tokens = inputs.map((input) => tokenize(input.text ?? ''));
      const vectors_BD = await embedByLength(tokens, width, clip.embedTexts);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}

/** A tokenizer of another model would give vectors without meaning, or none. */
function assertTokens(tokenize: Tokenizer, { config }: ClipModel, folder: string): void {
  const ids = tokenize('');
  const { endToken, vocabularySize } = config.text;
  const last = ids.at(-1);
  if (endToken !== null && last !== endToken) {
    throw new UserError(
      `${folder}: texts end in token ${last ?? 'none'} by tokenizer.json, in ${endToken} by config.json ` +
        '("eos_token_id"); they belong to different models',
    );
  }
  if (Math.max(...ids) >= vocabularySize) {
    throw new UserError(
      `${folder}: tokenizer.json gives token ${Math.max(...ids)}, config.json says "vocab_size" ` +
        `${vocabularySize}; they belong to different models`,
    );
  }
}

function filesOf({ paths }: ClipModel): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [basename(path), path]));
}
