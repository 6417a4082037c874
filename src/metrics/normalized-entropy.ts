// NE.
import { mean } from '../util/stats.ts';
import { meanLogLoss } from './log-loss.ts';
import type { Scored } from './scored.ts';

/**
 * NE: mean log loss over that of always predicting the mean label rate p of the same data,
 *
 *     NE = meanLogLoss / (-p ln p - (1 - p) ln (1 - p))
 *
 * so that figures of data with different rates compare. Lower is better, 1 is no better than the rate.
 * NaN where all labels are the same: there is nothing to predict.
 *
 * @see Zheng 2025 (metric); He 2014 (Practical lessons from predicting clicks on ads at Facebook)
 */
export function normalizedEntropy(scored: Scored): number {
  return neOf(meanLogLoss(scored), mean(scored.label));
}

/** The same of a mean log loss and a label rate that were counted elsewhere. */
export function neOf(logLoss: number, labelRate: number): number {
  const entropy = binaryEntropy(labelRate);
  return entropy > 0 ? logLoss / entropy : NaN;
}

/** Entropy of a coin in nats. */
export function binaryEntropy(rate: number): number {
  if (rate <= 0 || rate >= 1) return 0;
  return -rate * Math.log(rate) - (1 - rate) * Math.log1p(-rate);
}
