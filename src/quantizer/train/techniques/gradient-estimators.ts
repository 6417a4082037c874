// How the decoder's gradient comes back through codes that have none.
import type { RqVaeStep } from '../../model/rq-vae-gradients.ts';
import type { GradientEstimatorName } from '../../model/technique-settings.ts';
import { rotateGradient } from './rotate-gradient.ts';

/** Makes the gradient to the quantized latents that to the latents, in place. */
export type GradientEstimator = NonNullable<RqVaeStep['handBack']>;

/** Choosing a row has no gradient; each stands in for it. A new one is a file, a line here and its name in technique-settings.ts. */
export const GRADIENT_ESTIMATORS: Readonly<Record<GradientEstimatorName, GradientEstimator>> = {
  /** As if nothing had been quantized (Bengio 2013; van den Oord 2017). */
  'straight-through': () => undefined,
  rotation: rotateGradient,
};
