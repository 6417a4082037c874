// How the decoder's gradient comes back through codes that have none.
import { rotateGradient } from './rotate-gradient.ts';

/**
 * Makes the gradient to the quantized latents that to the latents, in place.
 *
 * @param width Z
 */
export type GradientEstimator = (
  dQuantized_BZ: Float32Array,
  z_BZ: Float32Array,
  quantized_BZ: Float32Array,
  width: number,
) => void;

/** Choosing a row has no gradient; each stands in for it. A new one is a file and a line here. */
export const GRADIENT_ESTIMATORS = {
  /** As if nothing had been quantized (Bengio 2013; van den Oord 2017). */
  'straight-through': () => undefined,
  rotation: rotateGradient,
} satisfies Record<string, GradientEstimator>;

export type GradientEstimatorName = keyof typeof GRADIENT_ESTIMATORS;

export const GRADIENT_ESTIMATOR_NAMES = Object.keys(
  GRADIENT_ESTIMATORS,
) as readonly GradientEstimatorName[];
