// What all kinds of quantizers have in common.
import type { Parameter } from '../../nn/parameter.ts';
import type { Workbench } from '../../nn/workbench.ts';

/** What codes embeddings: an RQ-VAE, or codebooks alone. */
export interface QuantizerModel {
  /** D */
  readonly inputWidth: number;
  /** Z */
  readonly latentWidth: number;
  /** Vectors of each level's codebook, coarse to fine. */
  readonly codebookSizes: readonly number[];
  /** The vectors of all levels one below the other, Z wide. */
  readonly codebooks: Parameter;
  /** All weights, the codebooks among them. */
  readonly parameters: readonly Parameter[];
  /** Where the weights lie and what they are multiplied with. */
  readonly bench: Workbench;
  /** The latents z_BZ. The same row gives the same bits wherever it stands. */
  encode(x_BD: Float32Array): Float32Array;
  /** What quantized latents stand for: x_BD. */
  decode(quantized_BZ: Float32Array): Float32Array;
  /** Ends the workbench's threads. */
  dispose(): void;
}

/** What says where the vectors of each level are. */
export type Codebooks = Pick<QuantizerModel, 'codebooks' | 'codebookSizes' | 'latentWidth'>;

/** Codes of the levels before each, and of all behind the last: where each level's begin in one list. */
export function codeStarts(codebookSizes: readonly number[]): number[] {
  const starts = [0];
  for (const size of codebookSizes) starts.push(starts[starts.length - 1] + size);
  return starts;
}

/** The codebook_KZ of each level; views. */
export function codebooksOf({ codebooks, codebookSizes, latentWidth }: Codebooks): Float32Array[] {
  const starts = codeStarts(codebookSizes);
  return codebookSizes.map((_, level) =>
    codebooks.values.subarray(starts[level] * latentWidth, starts[level + 1] * latentWidth),
  );
}

/** The codebooks of a fresh model: rows of zeros for all levels, one below the other. @param width Z */
export function createCodebooks(
  bench: Workbench,
  codebookSizes: readonly number[],
  width: number,
): Parameter {
  const numRows = codeStarts(codebookSizes)[codebookSizes.length];
  const zeros = new Float32Array(numRows * width);
  return bench.createParameter('codebooks', [numRows, width], zeros);
}
