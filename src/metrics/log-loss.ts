// Mean cross-entropy.
import type { Scored } from './scored.ts';

/** Probabilities are kept this far from 0 and 1, so that a float32 that rounded to 1 costs 16 and not Infinity. */
export const SMALLEST_PROBABILITY = 1e-7;

/** Cross-entropy of one impression in nats: -ln p where it was clicked, -ln (1 - p) where not. */
export function logLossOf(label: number, probability: number): number {
  const p = Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
  return label === 1 ? -Math.log(p) : -Math.log1p(-p);
}

/** Mean cross-entropy in nats; NaN of no impressions. */
export function meanLogLoss({ label, probability }: Scored): number {
  let sum = 0;
  for (let i = 0; i < label.length; i++) sum += logLossOf(label[i], probability[i]);
  return sum / label.length;
}
