// Pictures to embeddings: a vision transformer.
import { tf } from '../engine/tf.ts';
import type { VisionConfig } from './clip-config.ts';
import { layerNorm, linear } from './layers.ts';
import type { Weights } from './layers.ts';
import { transformer } from './transformer-block.ts';

const MODEL = 'vision_model';
const CHANNELS = 3;

/**
 * The vision encoder of CLIP (Radford 2021): patches, a class token before them, blocks, and the class token projected.
 *
 * @param pixels [pictures, 3, side, side], scaled as in training
 * @returns embeddings [pictures, D], not normalized; the caller's
 */
export function embedPixels(
  weights: Weights,
  config: VisionConfig,
  pixels: tf.Tensor,
): tf.Tensor2D {
  const { hiddenSize, layerNormEpsilon: epsilon } = config;
  const batch = pixels.shape[0];
  const length = (config.pictureSize / config.patchSize) ** 2 + 1;
  const input_XM = tf.tidy(() => {
    const tokens_XM = tokensOf(weights, config, pixels);
    return layerNorm(weights, `${MODEL}.pre_layrnorm`, tokens_XM, epsilon);
  });
  const sequences = { batch, length };
  const hidden_XM = transformer(weights, `${MODEL}.encoder`, config, input_XM, sequences);
  const embeddings_BD = tf.tidy(() => {
    const tokens = tf.reshape(hidden_XM, [batch, length, hiddenSize]);
    const classes_BM: tf.Tensor2D = tf.reshape(
      tf.slice(tokens, [0, 0, 0], [batch, 1, hiddenSize]),
      [batch, hiddenSize],
    );
    const normed_BM = layerNorm(weights, `${MODEL}.post_layernorm`, classes_BM, epsilon);
    return linear(weights, 'visual_projection', normed_BM, { hasBias: false });
  });
  tf.dispose([input_XM, hidden_XM]);
  return embeddings_BD;
}

/** The class token and the patches of each picture, with their places added. */
function tokensOf(
  weights: Weights,
  { pictureSize, patchSize, hiddenSize }: VisionConfig,
  pixels: tf.Tensor,
): tf.Tensor2D {
  const batch = pixels.shape[0];
  const side = pictureSize / patchSize;
  const name = `${MODEL}.embeddings`;
  const grid = tf.reshape(pixels, [batch, CHANNELS, side, patchSize, side, patchSize]);
  // A convolution whose windows do not overlap is one product.
  const patches_XI: tf.Tensor2D = tf.reshape(tf.transpose(grid, [0, 2, 4, 1, 3, 5]), [
    batch * side * side,
    -1,
  ]);
  const patches_XM = linear(weights, `${name}.patch_embedding`, patches_XI, { hasBias: false });
  const classes = tf.tile(tf.reshape(weights(`${name}.class_embedding`), [1, 1, hiddenSize]), [
    batch,
    1,
    1,
  ]);
  const patches = tf.reshape(patches_XM, [batch, side * side, hiddenSize]);
  const tokens = tf.add(
    tf.concat([classes, patches], 1),
    weights(`${name}.position_embedding.weight`),
  );
  return tf.reshape(tokens, [-1, hiddenSize]);
}
