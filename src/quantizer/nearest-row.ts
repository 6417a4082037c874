import { tf } from '../engine/tf.ts';

/**
 * For each row of `x_BZ` the nearest row of a codebook by Euclidean distance; a tie goes to the lower index.
 *
 *     argmin_k |x - v_k|^2 = argmax_k  x . v_k - |v_k|^2 / 2
 *
 * @returns code_B, int32 in [0, K)
 */
export function nearestRow(x_BZ: tf.Tensor2D, codebook_KZ: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const halfNorm_K = tf.mul(tf.sum(tf.square(codebook_KZ), 1), 0.5);
    const dots_BK = tf.matMul(x_BZ, codebook_KZ, false, true);
    return tf.argMax<tf.Tensor1D>(tf.sub(dots_BK, halfNorm_K), 1);
  });
}
