import { openClip } from '../../../src/clip/clip-model.ts';
import { readClipInputs } from './clip-inputs.ts';
import type { Workload } from './workload.ts';

const THREADS = 2;

/**
 * Embeddings of 16 pictures, or of 32 texts of 77 tokens; the "loss" is their mean size, so that both sides can be
 * compared.
 */
export function createClip(folder: string, [encoder]: readonly string[]): Workload {
  const { pixels, numPictures, texts } = readClipInputs(folder);
  if (encoder === 'picture') {
    const clip = openClip(folder, { encoders: ['picture'], threads: THREADS });
    return { step: () => meanSize(clip.embedPictures(pixels, numPictures)) };
  }
  const clip = openClip(folder, { encoders: ['text'], threads: THREADS });
  return { step: () => meanSize(clip.embedTexts(texts)) };
}

function meanSize(vectors: Float32Array): number {
  return vectors.reduce((sum, value) => sum + Math.abs(value), 0) / vectors.length;
}
