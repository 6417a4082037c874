// Two models on the same users, resampled.
import type { Rng } from '../util/rng.ts';
import { percentileInterval } from './interval.ts';
import type { Interval } from './interval.ts';
import { logLossOf } from './log-loss.ts';
import type { ScoredByUser } from './scored.ts';

/** Two models' log losses on the same impressions, added up by user. */
export interface PairedLosses {
  /** Sum of the model's log loss over a user's impressions. */
  readonly model_V: Float64Array;
  /** The same of the one it is compared with. */
  readonly baseline_V: Float64Array;
}

const DEFAULT_RESAMPLES = 1000;

/**
 * Adds up the log losses of two models by user. Users without an impression are left out. Several pairs (seeds)
 * are added together: then a user is drawn with all that every seed made of them.
 *
 * @param pairs each with the same impressions in the same order on both sides
 */
export function pairedLosses(
  pairs: readonly { readonly model: ScoredByUser; readonly baseline: ScoredByUser }[],
): PairedLosses {
  const place = new Map<number, number>();
  const model: number[] = [];
  const baseline: number[] = [];
  for (const pair of pairs) {
    assertSameImpressions(pair.model, pair.baseline);
    const { userIndex, label } = pair.model;
    for (let i = 0; i < label.length; i++) {
      let user = place.get(userIndex[i]);
      if (user === undefined) {
        user = place.size;
        place.set(userIndex[i], user);
        model.push(0);
        baseline.push(0);
      }
      model[user] += logLossOf(label[i], pair.model.probability[i]);
      baseline[user] += logLossOf(label[i], pair.baseline.probability[i]);
    }
  }
  return { model_V: Float64Array.from(model), baseline_V: Float64Array.from(baseline) };
}

/**
 * 95 % interval of the rise of NE from baseline to model in percent: users are drawn with replacement, each
 * with all their impressions under both models. On the same impressions the entropy that NE divides by
 * is the same on both sides, so the ratio of NEs is that of the summed log losses.
 */
export function bootstrapRisePercent(
  losses: PairedLosses,
  rng: Rng,
  resamples = DEFAULT_RESAMPLES,
): Interval {
  const { model_V, baseline_V } = losses;
  const numUsers = model_V.length;
  const rises = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let model = 0;
    let baseline = 0;
    for (let draw = 0; draw < numUsers; draw++) {
      const user = rng.int(numUsers);
      model += model_V[user];
      baseline += baseline_V[user];
    }
    rises[r] = 100 * (model / baseline - 1);
  }
  return percentileInterval(rises);
}

function assertSameImpressions(a: ScoredByUser, b: ScoredByUser): void {
  let isSame = a.label.length === b.label.length;
  for (let i = 0; isSame && i < a.label.length; i++) {
    isSame = a.label[i] === b.label[i] && a.userIndex[i] === b.userIndex[i];
  }
  if (!isSame)
    throw new RangeError('pairedLosses: the two models were given different impressions');
}
