// NE and log loss of a part of a sample, with the influence of each impression.
import { recalibrationShift, shiftProbability } from './calibration.ts';
import { logLossOf } from './log-loss.ts';
import type { Influence, Measurement } from './measurement.ts';
import { binaryEntropy } from './normalized-entropy.ts';
import type { Sample } from './sample.ts';

/** A model's click probabilities for a sample. */
export interface ScoredSample {
  readonly sample: Sample;
  readonly probability: ArrayLike<number>;
  /** The constant that is best for all of it; see `recalibrate`. */
  readonly shift: number;
  /** Sum of p (1 - p) of the recalibrated probabilities. */
  readonly curvature: number;
}

/** The impressions of a sample whose place in `partOf` is this. */
export interface SamplePart {
  readonly partOf: Uint8Array;
  readonly part: number;
}

/** The figures of a part that are smooth in its impressions. */
export interface LossMeasurements {
  readonly ne: Measurement;
  readonly neRecalibrated: Measurement;
  readonly logLoss: Measurement;
}

export function scoreSample(sample: Sample, probability: ArrayLike<number>): ScoredSample {
  const shift = recalibrationShift({ label: sample.label, probability });
  let curvature = 0;
  for (let i = 0; i < probability.length; i++) {
    const p = shiftProbability(probability[i], shift);
    curvature += p * (1 - p);
  }
  return { sample, probability, shift, curvature };
}

/**
 * With l_i the log loss of impression i, n impressions, L their mean log loss, r their click rate and h its entropy:
 *
 *     influence of L:         (l_i - L) / n
 *     influence of NE = L/h:  (l_i - L) / (n h) - L / h^2 ln((1 - r) / r) (y_i - r) / n
 *
 * In ratios of two NEs of one part the second term cancels. The constant of a recalibrated model is estimated too, from
 * all impressions: it moves by (y_i - p_i) / sum p (1 - p), and L of a part by the mean of p - y with it. On all
 * impressions that mean is 0.
 *
 * @param part all of the sample where not given
 */
export function measureLosses(scored: ScoredSample, part?: SamplePart): LossMeasurements {
  const plain = measureNe(scored, 0, part);
  const { ne: neRecalibrated } = measureNe(scored, scored.shift, part);
  return { ...plain, neRecalibrated };
}

function measureNe(
  { sample, probability, curvature }: ScoredSample,
  shift: number,
  part: SamplePart | undefined,
): { readonly ne: Measurement; readonly logLoss: Measurement } {
  const { label } = sample;
  const isIn = (i: number): boolean => part === undefined || part.partOf[i] === part.part;
  const moved = (i: number): number =>
    shift === 0 ? probability[i] : shiftProbability(probability[i], shift);
  let [n, clicks, total, excess] = [0, 0, 0, 0];
  for (let i = 0; i < label.length; i++) {
    if (!isIn(i)) continue;
    const p = moved(i);
    n++;
    clicks += label[i];
    total += logLossOf(label[i], p);
    excess += p - label[i];
  }
  const [loss, rate] = [total / n, clicks / n];
  const entropy = binaryEntropy(rate);
  if (!(entropy > 0)) return { ne: { value: NaN }, logLoss: { value: loss } };
  const addLoss: Influence['addTo'] = (target, weight) => {
    for (let i = 0; i < label.length; i++) {
      if (isIn(i)) target[i] += (weight * (logLossOf(label[i], moved(i)) - loss)) / n;
    }
  };
  const addNe: Influence['addTo'] = (target, weight) => {
    addLoss(target, weight / entropy);
    const ofRate = (weight * loss * (Math.log1p(-rate) - Math.log(rate))) / entropy ** 2 / n;
    for (let i = 0; i < label.length; i++) if (isIn(i)) target[i] -= ofRate * (label[i] - rate);
    if (shift === 0 || part === undefined) return;
    const ofShift = (weight * (excess / n)) / entropy / curvature;
    for (let i = 0; i < label.length; i++) target[i] += ofShift * (label[i] - moved(i));
  };
  return {
    ne: { value: loss / entropy, influence: { sample, addTo: addNe } },
    logLoss: { value: loss, influence: { sample, addTo: addLoss } },
  };
}
