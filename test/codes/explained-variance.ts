// How much of the content codes keep.
import type { SplitItems } from './split-items.ts';

/**
 * Share of the variance of some items that decoded codes explain:
 *
 *     1 - sum |x - decoded|^2 / sum |x - mean|^2
 *
 * with the mean of the items that quantizers learn from, for held-out ones too.
 *
 * @param rows of the data set
 */
export function explainedVariance(
  { all: { embeddings_ND, width }, fit }: SplitItems,
  decoded_ND: Float32Array,
  rows: Int32Array,
): number {
  const mean_D = new Float64Array(width);
  for (const row of fit) {
    for (let d = 0; d < width; d++) mean_D[d] += embeddings_ND[row * width + d] / fit.length;
  }
  let [left, whole] = [0, 0];
  for (const row of rows) {
    for (let d = 0; d < width; d++) {
      const value = embeddings_ND[row * width + d];
      left += (value - decoded_ND[row * width + d]) ** 2;
      whole += (value - mean_D[d]) ** 2;
    }
  }
  return 1 - left / whole;
}
