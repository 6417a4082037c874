// Matrix products and nearest rows as plain loops.
import type { Kernels } from '../kernels.ts';
import { filledPanels } from './products-layout.ts';

/** Where the value of row i and column o stands in panels of `numTerms` rows. */
function placeInPanels(i: number, o: number, numTerms: number): number {
  return (Math.floor(o / 16) * numTerms + i) * 16 + (o % 16);
}

export const productsReference: Pick<Kernels, 'packPanels' | 'multiplyPanels' | 'nearestRows'> = {
  packPanels({ numTerms, numColumns, isTransposed, b_IO, panels_IW }) {
    for (let i = 0; i < numTerms; i++) {
      for (let o = 0; o < filledPanels(numColumns); o++) {
        const from = isTransposed === 1 ? o * numTerms + i : i * numColumns + o;
        panels_IW[placeInPanels(i, o, numTerms)] = o < numColumns ? b_IO[from] : 0;
      }
    }
  },
  multiplyPanels(block) {
    const { numRows, numTerms, numColumns, isTransposed, hasRelu } = block;
    const { a_XI, panels_IW, bias_O, behindRelu_XO, out_XO } = block;
    for (let x = 0; x < numRows; x++) {
      for (let o = 0; o < numColumns; o++) {
        let sum = 0;
        for (let i = 0; i < numTerms; i++) {
          const a = a_XI[isTransposed === 1 ? i * numRows + x : x * numTerms + i];
          sum += a * panels_IW[placeInPanels(i, o, numTerms)];
        }
        sum += bias_O?.[o] ?? 0;
        const at = x * numColumns + o;
        const isCut = (behindRelu_XO?.[at] ?? 1) <= 0 || (hasRelu === 1 && sum < 0);
        out_XO[at] = isCut ? 0 : sum;
      }
    }
  },
  nearestRows({ numTerms, numColumns, x_XZ, panels_ZW, offsets_W, nearest_X }) {
    nearest_X.forEach((_, x) => {
      let [best, bestScore] = [0, -Infinity];
      for (let k = 0; k < numColumns; k++) {
        let score = offsets_W[k];
        for (let z = 0; z < numTerms; z++) {
          score += x_XZ[x * numTerms + z] * panels_ZW[placeInPanels(z, k, numTerms)];
        }
        if (score > bestScore) [best, bestScore] = [k, score];
      }
      nearest_X[x] = best;
    });
  },
};
