import type { tf } from '../../../src/engine/tf.ts';

/** A copy of a gradient's values, of an array parameter or of a tensor. */
export function gradientValues(gradient: tf.Tensor | Float32Array): Float32Array {
  return Float32Array.from(gradient instanceof Float32Array ? gradient : gradient.dataSync());
}
