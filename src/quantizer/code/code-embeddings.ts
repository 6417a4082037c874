// Embeddings to latents and codes, and codes back to embeddings.
import { createCodebookSearches } from '../model/codebook-search.ts';
import { denormalizeRows, normalizeRows } from '../model/normalization.ts';
import { codebooksOf } from '../model/quantizer-model.ts';
import { codesOf, residualQuantize } from '../model/residual-quantize.ts';
import type { Quantizer } from '../model/saved-quantizer.ts';

/** Rows that go through the model at once: they bound its memory. */
const ROWS_PER_CHUNK = 2048;

/**
 * The codes of embeddings. Those of an item do not depend on which others are coded with it.
 *
 * @param embeddings_ND as they are in the file; they stay as they are
 * @returns codes_NL
 */
export function codeEmbeddings(quantizer: Quantizer, embeddings_ND: Float32Array): Int32Array {
  const { model } = quantizer;
  const { inputWidth, codebookSizes } = model;
  const levels = codebookSizes.length;
  const codes_NL = new Int32Array((embeddings_ND.length / inputWidth) * levels);
  const searches = createCodebookSearches(model);
  for (const { start, rows } of chunksOf(embeddings_ND, inputWidth)) {
    const z_BZ = encodeRows(quantizer, rows);
    codes_NL.set(codesOf(residualQuantize(model.bench, z_BZ, searches)), start * levels);
  }
  return codes_NL;
}

/**
 * The latents of embeddings: what the first codebook is searched for.
 *
 * @param embeddings_ND as they are in the file; they stay as they are
 * @returns z_NZ
 */
export function encodeEmbeddings(quantizer: Quantizer, embeddings_ND: Float32Array): Float32Array {
  const { inputWidth, latentWidth } = quantizer.model;
  const z_NZ = new Float32Array((embeddings_ND.length / inputWidth) * latentWidth);
  for (const { start, rows } of chunksOf(embeddings_ND, inputWidth)) {
    z_NZ.set(encodeRows(quantizer, rows), start * latentWidth);
  }
  return z_NZ;
}

/**
 * The embeddings that codes stand for, in the units of the embeddings' file; with `unit-norm` up to their length.
 *
 * @param codes_NL each in [0, K_l)
 * @returns x_ND
 */
export function decodeCodes(quantizer: Quantizer, codes_NL: Int32Array): Float32Array {
  const { model, normalization } = quantizer;
  const { inputWidth, latentWidth } = model;
  const codebooks = codebooksOf(model);
  const levels = codebooks.length;
  const x_ND = new Float32Array((codes_NL.length / levels) * inputWidth);
  for (const { start, rows } of chunksOf(codes_NL, levels)) {
    const quantized_BZ = new Float32Array((rows.length / levels) * latentWidth);
    for (let i = 0; i < rows.length; i++) {
      const [codebook_KZ, from] = [codebooks[i % levels], rows[i] * latentWidth];
      const to = Math.floor(i / levels) * latentWidth;
      for (let d = 0; d < latentWidth; d++) quantized_BZ[to + d] += codebook_KZ[from + d];
    }
    const x_BD = denormalizeRows(model.decode(quantized_BZ), normalization);
    x_ND.set(x_BD, start * inputWidth);
  }
  return x_ND;
}

function encodeRows({ model, normalization }: Quantizer, rows_BD: Float32Array): Float32Array {
  return model.encode(normalizeRows(rows_BD.slice(), normalization));
}

/** Stretches of a flat array's rows, each with the number of its first; views. */
function* chunksOf<A extends Float32Array | Int32Array>(
  values: A,
  width: number,
): Generator<{ readonly start: number; readonly rows: A }> {
  for (let start = 0; start * width < values.length; start += ROWS_PER_CHUNK) {
    const rows = values.subarray(start * width, (start + ROWS_PER_CHUNK) * width) as A;
    yield { start, rows };
  }
}
