import { tf } from '../engine/tf.ts';
import { assertLatent } from './assert-latent.ts';
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
 * @param codebooks_LKZ one codebook of K vectors for each level
 * @see Zheng 2025 (arXiv 2504.02137), RQ-VAE
 */
export function residualQuantize(z_BZ: tf.Tensor2D, codebooks_LKZ: tf.Tensor3D): ResidualCodes {
  assertLatent(z_BZ, codebooks_LKZ);
  const codes_B: tf.Tensor1D[] = [];
  const residuals_BZ = [z_BZ];
  for (let level = 0; level < codebooks_LKZ.shape[0]; level++) {
    const before_BZ = residuals_BZ[level];
    const [code_B, after_BZ] = tf.tidy((): [tf.Tensor1D, tf.Tensor2D] => {
      const codebook_KZ = codebookOf(codebooks_LKZ, level);
      const nearest_B = nearestRow(before_BZ, codebook_KZ);
      return [nearest_B, tf.sub<tf.Tensor2D>(before_BZ, tf.gather(codebook_KZ, nearest_B))];
    });
    codes_B.push(code_B);
    residuals_BZ.push(after_BZ);
  }
  return { codes_B, residuals_BZ };
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

/** One level's codebook, a part of the whole. The caller disposes it. @param level from 0 */
export function codebookOf(codebooks_LKZ: tf.Tensor3D, level: number): tf.Tensor2D {
  const [, size, width] = codebooks_LKZ.shape;
  return tf.tidy(() =>
    tf.reshape(tf.slice(codebooks_LKZ, [level, 0, 0], [1, size, width]), [size, width]),
  );
}
