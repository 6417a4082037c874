// Whether predictions are right on average, and what is left where they are made so.
import { mean } from '../util/stats.ts';
import { SMALLEST_PROBABILITY } from './log-loss.ts';
import type { Scored } from './scored.ts';

/** Mean prediction over mean label: 1 is right on average, above 1 promises too many clicks. NaN without clicks. */
export function calibration({ label, probability }: Scored): number {
  const rate = mean(label);
  return rate > 0 ? mean(probability) / rate : NaN;
}

/**
 * The same impressions with one constant added to all logits, that with the least log loss on them: then their mean
 * prediction is their label rate. What a model tells impressions apart by stays as it is (AUC too); what it is off by on
 * the whole, as after a last noisy step or a change of the click rate, is taken away.
 *
 *     p'_i = sigmoid(logit p_i + c),   c = argmin mean log loss(p')
 *
 * Each model is given its own constant, and one for all impressions: those of a segment are left with what the
 * model has wrong between segments.
 *
 * @returns as they are where all labels are the same: no finite constant is best
 */
export function recalibrate<T extends Scored>(
  scored: T,
): T & { readonly probability: Float64Array } {
  const shift = recalibrationShift(scored);
  const shifted = Float64Array.from(scored.probability, (p) => shiftProbability(p, shift));
  return { ...scored, probability: shifted };
}

/** The constant c of `recalibrate`. */
export function recalibrationShift({ label, probability }: Scored): number {
  return bestShift(Float64Array.from(probability, logitOf), mean(label));
}

/** The probability with a constant added to its logit. */
export function shiftProbability(probability: number, shift: number): number {
  return sigmoid(logitOf(probability) + shift);
}

const MOST_STEPS = 100;

/**
 * The log loss is convex in c, with the mean of sigmoid(z + c) - rate as its slope: Newton's steps, within the bounds
 * between which the slope changes its sign.
 */
function bestShift(logits: Float64Array, rate: number): number {
  if (!(rate > 0 && rate < 1)) return 0;
  // One by one: a spread of many logits would overflow the stack.
  let [least, greatest] = [Infinity, -Infinity];
  for (const z of logits) {
    least = Math.min(least, z);
    greatest = Math.max(greatest, z);
  }
  let [low, high] = [logitOf(rate) - greatest, logitOf(rate) - least];
  let shift = Math.min(Math.max(0, low), high);
  for (let step = 0; step < MOST_STEPS && high - low > 1e-12; step++) {
    let slope = 0;
    let curvature = 0;
    for (const z of logits) {
      const p = sigmoid(z + shift);
      slope += p - rate;
      curvature += p * (1 - p);
    }
    if (slope > 0) high = shift;
    else low = shift;
    const next = shift - slope / curvature;
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - shift) < 1e-13) break;
    shift = moved;
  }
  return shift;
}

function logitOf(probability: number): number {
  const p = Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
  return Math.log(p) - Math.log1p(-p);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
