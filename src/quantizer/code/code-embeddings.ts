// Embeddings to codes in batches of one shape.
import { tf } from '../../engine/tf.ts';
import { createCodebookSearches, disposeCodebookSearches } from '../model/codebook-search.ts';
import { normalizeRows } from '../model/normalization.ts';
import { codesOf, disposeResidualCodes, residualQuantize } from '../model/residual-quantize.ts';
import type { Quantizer } from '../model/saved-quantizer.ts';

/**
 * Rows that go through the model at once, always so many: a matrix product of another shape may add in
 * another order, and an item near the border of two codes would change sides.
 */
const ROWS_PER_CHUNK = 2048;

/**
 * The codes of embeddings. Those of an item do not depend on which others are coded with it.
 *
 * @param embeddings_ND as they are in the file; they stay as they are
 * @returns codes_NL
 */
export function codeEmbeddings(quantizer: Quantizer, embeddings_ND: Float32Array): Int32Array {
  const { model, normalization, config } = quantizer;
  const width = model.inputWidth;
  const numItems = embeddings_ND.length / width;
  const codes_NL = new Int32Array(numItems * config.levels);
  const searches = createCodebookSearches(model.codebooks.tensor() as tf.Tensor3D);
  for (let start = 0; start < numItems; start += ROWS_PER_CHUNK) {
    const rows_BD = new Float32Array(ROWS_PER_CHUNK * width);
    rows_BD.set(embeddings_ND.subarray(start * width, (start + ROWS_PER_CHUNK) * width));
    const x_BD = tf.tensor2d(normalizeRows(rows_BD, normalization), [ROWS_PER_CHUNK, width]);
    const z_BZ = model.encode(x_BD);
    const coded = residualQuantize(z_BZ, searches);
    const numReal = Math.min(ROWS_PER_CHUNK, numItems - start);
    codes_NL.set(codesOf(coded).subarray(0, numReal * config.levels), start * config.levels);
    disposeResidualCodes(coded);
    tf.dispose([x_BD, z_BZ]);
  }
  disposeCodebookSearches(searches);
  return codes_NL;
}
