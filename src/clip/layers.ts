// Layers of a transformer by the names that their parameters have.
import { tf } from '../engine/tf.ts';

/**
 * Where layers find their parameters, by Hugging Face's names; a linear layer's weight is [inputs, outputs]. Layers are
 * made of differentiable functions of tfjs alone, so that the same code can be trained. Each frees what it made on the
 * way, at once: memory that was just used is used again.
 */
export type Weights = (name: string) => tf.Tensor;

/** x W + b, or x W for a layer without bias. */
export function linear(
  weights: Weights,
  name: string,
  x_XI: tf.Tensor2D,
  options: { readonly hasBias: boolean } = { hasBias: true },
): tf.Tensor2D {
  return tf.tidy(() => {
    const products_XO: tf.Tensor2D = tf.matMul(x_XI, weights(`${name}.weight`));
    return options.hasBias ? tf.add(products_XO, weights(`${name}.bias`)) : products_XO;
  });
}

/** Each row with mean 0 and variance 1, then scaled and shifted (Ba 2016). */
export function layerNorm(
  weights: Weights,
  name: string,
  x_XI: tf.Tensor2D,
  epsilon: number,
): tf.Tensor2D {
  const normed_XI = tf.tidy(() => {
    const centered_XI = tf.sub<tf.Tensor2D>(x_XI, tf.mean(x_XI, 1, true));
    const variance = tf.mean(tf.square(centered_XI), 1, true);
    return tf.mul<tf.Tensor2D>(centered_XI, tf.rsqrt(tf.add(variance, epsilon)));
  });
  return tf.tidy(() =>
    tf.add(tf.mul(normed_XI, weights(`${name}.weight`)), weights(`${name}.bias`)),
  );
}
