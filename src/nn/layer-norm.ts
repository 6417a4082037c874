import { tf } from '../engine/tf.ts';
import { createParameter } from './parameter.ts';
import type { Parameter } from './parameter.ts';
import type { ParameterGradient } from './mlp.ts';

/** PyTorch's nn.LayerNorm. */
const EPSILON = 1e-5;

/** What `forward` leaves for `backward`. */
export interface LayerNormCache {
  readonly normalized_NM: tf.Tensor2D;
  readonly inverseDeviation_N1: tf.Tensor2D;
}

/** Rows to mean 0 and variance 1, then scaled and shifted by column (Ba 2016). */
export interface LayerNorm {
  readonly parameters: readonly Parameter[];
  /** The caller disposes the output and, by `tf.dispose(Object.values(cache))`, the cache. */
  forward(x_NM: tf.Tensor2D): { output_NM: tf.Tensor2D; cache: LayerNormCache };
  /** All tensors are the caller's to dispose. */
  backward(
    cache: LayerNormCache,
    dOutput_NM: tf.Tensor2D,
  ): { dInput_NM: tf.Tensor2D; gradients: ParameterGradient[] };
}

export function createLayerNorm(name: string, width: number): LayerNorm {
  const scale = createParameter(`${name}.scale`, [width], new Float32Array(width).fill(1));
  const shift = createParameter(`${name}.shift`, [width], new Float32Array(width));
  return {
    parameters: [scale, shift],
    forward(x_NM) {
      const [normalized_NM, inverseDeviation_N1, output_NM] = tf.tidy(() => {
        const centered_NM = tf.sub<tf.Tensor2D>(x_NM, tf.mean(x_NM, 1, true));
        const variance_N1 = tf.mean(tf.square(centered_NM), 1, true);
        const inverse_N1 = tf.rsqrt(tf.add<tf.Tensor2D>(variance_N1, EPSILON));
        const unit_NM = tf.mul<tf.Tensor2D>(centered_NM, inverse_N1);
        const scaled_NM = tf.mul<tf.Tensor2D>(unit_NM, scale.tensor());
        return [unit_NM, inverse_N1, tf.add<tf.Tensor2D>(scaled_NM, shift.tensor())];
      });
      return { output_NM, cache: { normalized_NM, inverseDeviation_N1 } };
    },
    // d = dOutput scale;   dInput = (d - mean(d) - normalized mean(d normalized)) / deviation
    backward({ normalized_NM, inverseDeviation_N1 }, dOutput_NM) {
      const dInput_NM = tf.tidy(() => {
        const d_NM = tf.mul<tf.Tensor2D>(dOutput_NM, scale.tensor());
        const along_N1 = tf.mean(tf.mul(d_NM, normalized_NM), 1, true);
        const centered_NM = tf.sub(d_NM, tf.mean(d_NM, 1, true));
        const free_NM = tf.sub<tf.Tensor2D>(centered_NM, tf.mul(normalized_NM, along_N1));
        return tf.mul<tf.Tensor2D>(free_NM, inverseDeviation_N1);
      });
      const dScale_M = tf.tidy(() => tf.sum(tf.mul(dOutput_NM, normalized_NM), 0));
      return {
        dInput_NM,
        gradients: [
          { parameter: scale, gradient: dScale_M },
          { parameter: shift, gradient: tf.sum(dOutput_NM, 0) },
        ],
      };
    },
  };
}
