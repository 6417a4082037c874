// Level by level codes.
import type { Workbench } from '../../nn/workbench.ts';
import type { CodebookSearch } from './codebook-search.ts';

/** What `residualQuantize` gives; valid until it is called for the same workbench again. */
export interface ResidualCodes {
  /** One code for each row, in [0, K), for each level; coarse first. */
  readonly codes_B: readonly Int32Array[];
  /** r_1 (the latent itself), r_2 ... r_{L+1}: what is left over before each level, and behind the last. */
  readonly residuals_BZ: readonly Float32Array[];
}

/**
 * Codes each latent level by level; every codebook codes what the levels before it left over.
 *
 *     r_1 = z;   c_l = argmin_k |v^l_k - r_l|;   r_{l+1} = r_l - v^l_{c_l}
 *
 * The sum of the chosen vectors is z - r_{L+1}. The straight-through estimator and the codebook losses
 * are in rq-vae-gradients.ts.
 *
 * @param z_BZ encoder output
 * @param searches one codebook for each level
 * @throws Error if the latents and the codebooks differ in width
 * @see Zheng 2025 (arXiv 2504.02137), RQ-VAE
 */
export function residualQuantize(
  bench: Workbench,
  z_BZ: Float32Array,
  searches: readonly CodebookSearch[],
): ResidualCodes {
  const codes_B: Int32Array[] = [];
  const residuals_BZ = [bench.copy('residual 0', z_BZ)];
  searches.forEach((search, level) => {
    const { codebook_KZ, width } = search;
    if (z_BZ.length % width !== 0) {
      throw new Error(`z_BZ must have rows of ${width} floats, got ${z_BZ.length} floats`);
    }
    const before_BZ = residuals_BZ[level];
    const code_B = search.nearest(before_BZ);
    const after_BZ = bench.scratch.float32(`residual ${level + 1}`, z_BZ.length);
    for (let b = 0; b < code_B.length; b++) {
      const [row, chosen] = [b * width, code_B[b] * width];
      for (let d = 0; d < width; d++) {
        after_BZ[row + d] = before_BZ[row + d] - codebook_KZ[chosen + d];
      }
    }
    codes_B.push(code_B);
    residuals_BZ.push(after_BZ);
  });
  return { codes_B, residuals_BZ };
}

/** z - r_{L+1}: the sum of the chosen vectors. */
export function quantizedOf({ codes_B, residuals_BZ }: ResidualCodes): Float32Array {
  const [z_BZ, left_BZ] = [residuals_BZ[0], residuals_BZ[codes_B.length]];
  const quantized_BZ = new Float32Array(z_BZ.length);
  for (let i = 0; i < quantized_BZ.length; i++) quantized_BZ[i] = z_BZ[i] - left_BZ[i];
  return quantized_BZ;
}

/** Level by level next to each other for each row: codes_BL, as the files have them. */
export function codesOf({ codes_B }: ResidualCodes): Int32Array {
  const levels = codes_B.length;
  const codes_BL = new Int32Array(codes_B[0].length * levels);
  codes_B.forEach((code_B, level) => {
    for (let b = 0; b < code_B.length; b++) codes_BL[b * levels + level] = code_B[b];
  });
  return codes_BL;
}
