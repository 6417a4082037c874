// CLIP's two encoders, on the tensor engine.
import { basename } from 'node:path';
import { openClip } from '../clip/clip-model.ts';
import type { ClipModel } from '../clip/clip-model.ts';
import { loadClipTokenizer, readClipProcessor } from './clip-folder.ts';
import { normalizeRows } from './encoder.ts';
import type { Encoder } from './encoder.ts';
import { embedByLength } from './length-batches.ts';
import { embedPictures } from './pixel-batches.ts';

/**
 * The picture encoder of a CLIP in a folder as on Hugging Face's hub.
 *
 * @param threads of the tensor engine, which has one number of them in a process
 * @throws UserError if the folder lacks a file, or holds another kind of model
 */
export function createClipPictureEncoder(folder: string, threads: number): Encoder {
  const clip = openClip(folder, { encoders: ['picture'], threads });
  const { width, pictureSize: size } = clip;
  const processor = readClipProcessor(folder, size);
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
  const { width } = clip;
  const { tokenize, files } = loadClipTokenizer(folder, clip.tokens);
  return {
    width,
    pictures: null,
    readsText: true,
    files: { ...filesOf(clip), ...files },
    async encode(inputs) {
      const tokens = inputs.map((input) => tokenize(input.text ?? '').ids);
      const vectors_BD = await embedByLength(tokens, width, clip.embedTexts);
      normalizeRows(vectors_BD, width);
      return vectors_BD;
    },
  };
}

function filesOf({ paths }: ClipModel): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [basename(path), path]));
}
