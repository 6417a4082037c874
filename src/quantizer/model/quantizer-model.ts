// What both kinds have in common.
import type { tf } from '../../engine/tf.ts';
import type { TensorParameter } from '../../nn/tensors/tensor-parameter.ts';

/** What codes embeddings: an RQ-VAE, or codebooks alone. */
export interface QuantizerModel {
  /** D */
  readonly inputWidth: number;
  /** codebooks_LKZ */
  readonly codebooks: TensorParameter;
  /** All weights, the codebooks among them. */
  readonly parameters: readonly TensorParameter[];
  /** The latent z_BZ; the caller disposes it. */
  encode(x_BD: tf.Tensor2D): tf.Tensor2D;
  /** What a quantized latent stands for, as wide as the input; the caller disposes it. */
  decode(quantized_BZ: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}
