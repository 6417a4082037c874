// NE of predictions made before each batch was trained on.
import { neOf } from './normalized-entropy.ts';

/** What was predicted of a day while it was trained on. */
export interface ProgressiveDay {
  readonly impressions: number;
  readonly label_rate: number;
  /** Mean log loss. */
  readonly log_loss: number;
}

/**
 * Progressive validation (Blum, Kalai & Langford 1999): each example is predicted before it is learned from, so the
 * training days judge a model without data of their own. NE over all impressions of the days; NaN of none.
 */
export function progressiveNe(days: readonly ProgressiveDay[]): number {
  let [impressions, clicks, logLoss] = [0, 0, 0];
  for (const day of days) {
    impressions += day.impressions;
    clicks += day.impressions * day.label_rate;
    logLoss += day.impressions * day.log_loss;
  }
  return neOf(logLoss / impressions, clicks / impressions);
}
