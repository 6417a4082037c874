// Codes of items in memory.
import { createCodebookSearches } from '../model/codebook-search.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import { codesOf, residualQuantize } from '../model/residual-quantize.ts';
import { chunksOfItems } from './training-items.ts';

/**
 * The codes_NL of some items.
 *
 * @param x_ND normalized items
 * @param items rows of it
 */
export function codeItems(
  model: QuantizerModel,
  x_ND: Float32Array,
  items: Int32Array,
): Int32Array {
  const levels = model.codebookSizes.length;
  const codes_NL = new Int32Array(items.length * levels);
  const searches = createCodebookSearches(model);
  for (const { start, x_BD } of chunksOfItems(x_ND, model.inputWidth, items)) {
    const z_BZ = model.encode(x_BD);
    codes_NL.set(codesOf(residualQuantize(model.bench, z_BZ, searches)), start * levels);
  }
  return codes_NL;
}
