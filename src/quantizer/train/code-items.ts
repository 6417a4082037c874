// Codes of items in memory.
import { gatherRows } from '../../util/gather-rows.ts';
import { createCodebookSearches } from '../model/codebook-search.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import { codesOf, residualQuantize } from '../model/residual-quantize.ts';

const ITEMS_PER_CHUNK = 2048;

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
  for (let start = 0; start < items.length; start += ITEMS_PER_CHUNK) {
    const chunk = items.subarray(start, start + ITEMS_PER_CHUNK);
    const z_BZ = model.encode(gatherRows(x_ND, model.inputWidth, chunk));
    codes_NL.set(codesOf(residualQuantize(model.bench, z_BZ, searches)), start * levels);
  }
  return codes_NL;
}
