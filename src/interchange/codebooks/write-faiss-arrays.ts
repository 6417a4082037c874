// Codebooks for faiss.
import { join } from 'node:path';
import { writeNpy } from '../../artifacts/npy-file.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { levelStarts, vectorsOfLevel } from './codebook-list.ts';
import type { CodebooksToWrite } from './write-codebooks.ts';

/** Far from everything, and its square fits a float32: a code that stands here is never the nearest. */
const FAR = 1e15;

/**
 * Writes codebooks.npy, faiss's `rq.codebooks` as [all vectors, d], and faiss.json with `d` and `nbits`. A level of faiss has 2^nbits
 * codes; where ours has fewer, vectors far from everything fill it up.
 */
export async function writeFaissArrays(codebooks: CodebooksToWrite): Promise<void> {
  const { sizes, width, folder } = codebooks;
  const bits = sizes.map((size) => Math.max(1, Math.ceil(Math.log2(size))));
  const starts = levelStarts(bits.map((each) => 2 ** each));
  const [total] = starts.slice(-1);
  const values = new Float32Array(total * width).fill(FAR);
  sizes.forEach((_, level) => values.set(vectorsOfLevel(codebooks, level), starts[level] * width));
  await writeNpy(join(folder, 'codebooks.npy'), { shape: [total, width], values });
  const faiss = { d: width, nbits: bits, codebook_sizes: sizes, max_beam_size: 1 };
  await writeJsonWhole(join(folder, 'faiss.json'), faiss);
}
