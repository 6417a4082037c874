// Codebooks made ready for searching.
import { tf } from '../../engine/tf.ts';

/** One level's codebook, made ready to be searched many times. */
export interface CodebookSearch {
  readonly codebook_KZ: tf.Tensor2D;
  /** [v_k, -|v_k|^2 / 2], see `nearestRow`. */
  readonly extended_KY: tf.Tensor2D;
}

/** The caller disposes both tensors. */
export function createCodebookSearch(codebook_KZ: tf.Tensor2D): CodebookSearch {
  const extended_KY = tf.tidy(() => {
    const halfNorm_K1 = tf.mul(tf.sum<tf.Tensor2D>(tf.square(codebook_KZ), 1, true), -0.5);
    return tf.concat2d([codebook_KZ, halfNorm_K1 as tf.Tensor2D], 1);
  });
  return { codebook_KZ, extended_KY };
}

/** All levels of a model, coarse first; free them by `disposeCodebookSearches`. */
export function createCodebookSearches(codebooks_LKZ: tf.Tensor3D): CodebookSearch[] {
  const [levels, size, width] = codebooks_LKZ.shape;
  return Array.from({ length: levels }, (_, level) => {
    const codebook_KZ = tf.tidy(() =>
      tf.reshape(tf.slice(codebooks_LKZ, [level, 0, 0], [1, size, width]), [size, width]),
    );
    return createCodebookSearch(codebook_KZ as tf.Tensor2D);
  });
}

export function disposeCodebookSearches(searches: readonly CodebookSearch[]): void {
  for (const { codebook_KZ, extended_KY } of searches) tf.dispose([codebook_KZ, extended_KY]);
}
