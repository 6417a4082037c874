import { join } from 'node:path';
import { readCheckpoint } from '../../../src/artifacts/checkpoint.ts';

/** Batches of embeddings, x_BD each. */
export function readItems(folder: string): Float32Array[] {
  const { tensors } = readCheckpoint(join(folder, 'items.safetensors'));
  return [...tensors.values()].map(({ values }) => values as Float32Array);
}
