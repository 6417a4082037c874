// Distances between what is left over of a latent and the vectors of a codebook, one item at a time.
import { codebooksOf } from '../model/quantizer-model.ts';
import type { Codebooks } from '../model/quantizer-model.ts';

/** Squared distances to a level's vectors, and what is left behind one of them. In float64, in one order: the same bits everywhere. */
export interface ResidualSteps {
  readonly levels: number;
  readonly width: number;
  readonly codebookSizes: readonly number[];
  /**
   * |r - v^l_k|^2, or something larger than `most` where it is larger.
   *
   * @param level from 0
   */
  distance(r_Z: Float64Array, level: number, code: number, most?: number): number;
  /** r - v^l_k. */
  behind(r_Z: Float64Array, level: number, code: number): Float64Array;
  /** What codes leave over of a latent: |r_{L+1}|^2. */
  left(r_Z: Float64Array, codes_L: ArrayLike<number>): number;
}

export function createResidualSteps(model: Codebooks): ResidualSteps {
  const codebooks = codebooksOf(model);
  const { codebookSizes, latentWidth: width } = model;
  const behind: ResidualSteps['behind'] = (r_Z, level, code) => {
    const codebook_KZ = codebooks[level];
    const left_Z = new Float64Array(width);
    for (let d = 0; d < width; d++) left_Z[d] = r_Z[d] - codebook_KZ[code * width + d];
    return left_Z;
  };
  return {
    levels: codebookSizes.length,
    width,
    codebookSizes,
    behind,
    distance(r_Z, level, code, most = Infinity) {
      const codebook_KZ = codebooks[level];
      let sum = 0;
      for (let d = 0, i = code * width; d < width; d++, i++) {
        const difference = r_Z[d] - codebook_KZ[i];
        sum += difference * difference;
        if (sum > most) return sum;
      }
      return sum;
    },
    left(r_Z, codes_L) {
      let left_Z = r_Z;
      for (let level = 0; level < codebookSizes.length; level++) {
        left_Z = behind(left_Z, level, codes_L[level]);
      }
      return left_Z.reduce((sum, each) => sum + each * each, 0);
    },
  };
}
