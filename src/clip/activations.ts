// The activations of CLIP's MLPs.
import { tf } from '../engine/tf.ts';

/** OpenAI's models have the first, those of LAION the second. */
export const ACTIVATION_NAMES = ['quick_gelu', 'gelu'] as const;
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

/** GELU (Hendrycks and Gimpel 2016) by its error function, or as x sigmoid(1.702 x). */
export const ACTIVATIONS: Readonly<Record<ActivationName, (x_XI: tf.Tensor2D) => tf.Tensor2D>> = {
  quick_gelu: (x_XI) => tf.mul(x_XI, tf.sigmoid(tf.mul(x_XI, 1.702))),
  gelu: (x_XI) => tf.mul(tf.mul(x_XI, 0.5), tf.add(tf.erf(tf.mul(x_XI, Math.SQRT1_2)), 1)),
};
