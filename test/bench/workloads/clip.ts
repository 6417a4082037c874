import { join } from 'node:path';
import { readCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import { openClip } from '../../../src/clip/clip-model.ts';
import type { Workload } from './workload.ts';

const THREADS = 2;

/**
 * Embeddings of 16 pictures, or of 32 texts of 77 tokens; the "loss" is their mean size, so that both sides can be
 * compared.
 */
export function createClip(folder: string, [encoder]: readonly string[]): Workload {
  const { tensors } = readCheckpoint(join(folder, 'inputs.safetensors'));
  if (encoder === 'picture') {
    const { values, shape } = inputOf(tensors, 'pixels');
    const clip = openClip(folder, { encoders: ['picture'], threads: THREADS });
    return { step: () => meanSize(clip.embedPictures(values as Float32Array, shape[0])) };
  }
  const { values, shape } = inputOf(tensors, 'ids');
  const clip = openClip(folder, { encoders: ['text'], threads: THREADS });
  const texts = Array.from({ length: shape[0] }, (_, i) => [
    ...values.subarray(i * shape[1], (i + 1) * shape[1]),
  ]);
  return { step: () => meanSize(clip.embedTexts(texts)) };
}

function inputOf<T>(tensors: ReadonlyMap<string, T>, name: string): T {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new Error(`inputs.safetensors has no ${name}`);
  return tensor;
}

function meanSize(vectors: Float32Array): number {
  return vectors.reduce((sum, value) => sum + Math.abs(value), 0) / vectors.length;
}
