// Codebooks for vector-quantize-pytorch.
import { join } from 'node:path';
import { writeSafetensors } from '../../artifacts/write-safetensors.ts';
import type { TensorToStore } from '../../artifacts/write-safetensors.ts';
import { vectorsOfLevel } from './codebook-list.ts';
import type { CodebooksToWrite } from './write-codebooks.ts';

/** Writes residual_vq.safetensors: the whole state of a ResidualVQ, as if each code had been used once. */
export async function writeResidualVq(codebooks: CodebooksToWrite): Promise<void> {
  const { sizes, width, folder } = codebooks;
  const tensors = sizes.flatMap((size, level): [string, TensorToStore][] => {
    const vectors = vectorsOfLevel(codebooks, level);
    const key = (name: string): string => `layers.${level}._codebook.${name}`;
    const ones = new Float32Array(size).fill(1);
    return [
      [key('initted'), { dtype: 'BOOL', shape: [], parts: [Uint8Array.of(1)] }],
      [key('cluster_size'), { dtype: 'F32', shape: [1, size], parts: [ones] }],
      [key('embed_avg'), { dtype: 'F32', shape: [1, size, width], parts: [vectors] }],
      [key('embed'), { dtype: 'F32', shape: [1, size, width], parts: [vectors] }],
    ];
  });
  await writeSafetensors(join(folder, 'residual_vq.safetensors'), new Map(tensors), {
    format: 'pt',
    codebook_sizes: sizes.join(),
  });
}
