// Argmin over a codebook.
import { tf } from '../../engine/tf.ts';
import type { CodebookSearch } from './codebook-search.ts';

/**
 * For each row of `x_BZ` the nearest row of a codebook by Euclidean distance; a tie goes to the lower index.
 *
 *     argmin_k |x - v_k|^2 = argmax_k  x . v_k - |v_k|^2 / 2 = argmax_k  [x, 1] . [v_k, -|v_k|^2 / 2]
 *
 * The last form makes the B x K scores in one product: they are far larger than all else, and a pass over them
 * to subtract the norms would cost half as much as the product.
 *
 * @returns code_B, int32 in [0, K)
 */
export function nearestRow(x_BZ: tf.Tensor2D, { extended_KY }: CodebookSearch): tf.Tensor1D {
  return tf.tidy(() => {
    const extended_BY = tf.concat2d([x_BZ, tf.ones([x_BZ.shape[0], 1])], 1);
    const scores_BK: tf.Tensor2D = tf.matMul(extended_BY, extended_KY, false, true);
    return tf.argMax<tf.Tensor1D>(scores_BK, 1);
  });
}
