// Codebooks without what made them.

/** The codebooks of a residual quantizer: each level codes what the levels before it left over, by the nearest vector. */
export interface CodebookList {
  /** K of each level, coarse to fine. */
  readonly sizes: readonly number[];
  /** Floats of a vector. */
  readonly width: number;
  /** The vectors of all levels one below the other, row-major: faiss's `rq.codebooks`. */
  readonly vectors: Float32Array;
}

/** Where each level's vectors begin, counted in vectors, and their end behind the last. */
export function levelStarts(sizes: readonly number[]): number[] {
  const starts = [0];
  for (const size of sizes) starts.push(starts[starts.length - 1] + size);
  return starts;
}

/** The vectors of one level; a view. @param level from 0 */
export function vectorsOfLevel(
  { sizes, width, vectors }: CodebookList,
  level: number,
): Float32Array {
  const starts = levelStarts(sizes);
  return vectors.subarray(starts[level] * width, starts[level + 1] * width);
}
