// Level by level codes.
import { tf } from '../../engine/tf.ts';
import type { CodebookSearch } from './codebook-search.ts';
import { nearestRow } from './nearest-row.ts';

/** What `residualQuantize` gives; the caller disposes all tensors but the latent that it gave. */
export interface ResidualCodes {
  /** One int32 code for each row, in [0, K), for each level; coarse first. */
  readonly codes_B: readonly tf.Tensor1D[];
  /** r_1 (the latent itself), r_2 ... r_{L+1}: what is left over before each level, and behind the last. */
  readonly residuals_BZ: readonly tf.Tensor2D[];
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
 * @param searches one codebook of K vectors for each level
 * @throws Error if the latents and the codebooks differ in width
 * @see Zheng 2025 (arXiv 2504.02137), RQ-VAE
 */
export function residualQuantize(
  z_BZ: tf.Tensor2D,
  searches: readonly CodebookSearch[],
): ResidualCodes {
  const codes_B: tf.Tensor1D[] = [];
  const residuals_BZ = [z_BZ];
  searches.forEach((search, level) => {
    assertLatent(z_BZ, search);
    const before_BZ = residuals_BZ[level];
    const code_B = nearestRow(before_BZ, search);
    const chosen_BZ = tf.gather(search.codebook_KZ, code_B);
    codes_B.push(code_B);
    residuals_BZ.push(tf.sub(before_BZ, chosen_BZ));
    chosen_BZ.dispose();
  });
  return { codes_B, residuals_BZ };
}

function assertLatent(z_BZ: tf.Tensor2D, { codebook_KZ }: CodebookSearch): void {
  const [, width] = codebook_KZ.shape;
  if (z_BZ.shape[1] !== width) {
    throw new Error(`z_BZ must have shape [*,${width}], got [${z_BZ.shape.join()}]`);
  }
}

/** Frees the codes and all residuals but the first, which is the caller's latent. */
export function disposeResidualCodes({ codes_B, residuals_BZ }: ResidualCodes): void {
  tf.dispose([...codes_B, ...residuals_BZ.slice(1)]);
}

/** Level by level next to each other for each row: codes_BL, as the files have them. */
export function codesOf({ codes_B }: ResidualCodes): Int32Array {
  const levels = codes_B.length;
  const codes_BL = new Int32Array(codes_B[0].shape[0] * levels);
  codes_B.forEach((code_B, level) => {
    const codes = code_B.dataSync<'int32'>();
    for (let b = 0; b < codes.length; b++) codes_BL[b * levels + level] = codes[b];
  });
  return codes_BL;
}
