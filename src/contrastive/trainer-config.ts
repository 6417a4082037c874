// How every contrastive training steps, encoders and heads alike.
import type { TrainClipSettings } from './train-clip-settings.ts';
import type { TrainerOptions } from './trainer.ts';

/** CLIP's: the temperature stays above 1/100. */
const MOST_LOG_SCALE = Math.log(100);
const BETA_1 = 0.9;
const EPSILON = 1e-6;

/** What `TrainerOptions` have from the settings of any training. */
export function trainerConfig({
  beta2,
  weightDecay,
}: Pick<TrainClipSettings, 'beta2' | 'weightDecay'>): Pick<
  TrainerOptions,
  'mostLogScale' | 'adam' | 'decay'
> {
  return {
    mostLogScale: MOST_LOG_SCALE,
    adam: { beta1: BETA_1, beta2, epsilon: EPSILON },
    decay: weightDecay,
  };
}
