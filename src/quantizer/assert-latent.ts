import type { tf } from '../engine/tf.ts';

/** @throws Error if the latents and the codebooks differ in width */
export function assertLatent(z_BZ: tf.Tensor2D, codebooks_LKZ: tf.Tensor3D): void {
  const [, , width] = codebooks_LKZ.shape;
  if (z_BZ.shape[1] !== width) {
    throw new Error(`z_BZ must have shape [*,${width}], got [${z_BZ.shape.join()}]`);
  }
}
