// Late model against early model, with intervals.
import type { Rng } from '../util/rng.ts';
import { mean } from '../util/stats.ts';
import { meanInterval } from './interval.ts';
import type { Interval } from './interval.ts';
import { neRisePercent } from './ne-difference.ts';
import { normalizedEntropy } from './normalized-entropy.ts';
import { bootstrapRisePercent, pairedLosses } from './paired-bootstrap.ts';
import type { ScoredByUser } from './scored.ts';

/** One seed's early and late model on the same held-out impressions of the early day. */
export interface DriftPair {
  readonly early: ScoredByUser;
  readonly late: ScoredByUser;
}

/** How much worse the late model is on the early day. Means are over seeds. */
export interface Drift {
  /** Held-out impressions of the early day. */
  readonly impressions: number;
  readonly neEarlyModel: number;
  readonly neLateModel: number;
  /** Rise of NE from the early to the late model; smaller is better. */
  readonly driftPercent: number;
  /** Over seeds (Student's t) from two seeds on, else over users. */
  readonly ci95: Interval;
  readonly ci95From: 'seeds' | 'users';
  /** Paired bootstrap over users, all seeds together. */
  readonly ci95Users: Interval;
}

/**
 * The drift of one strategy: both models on the early day's data, which neither has trained on.
 *
 * @param pairs one a seed
 */
export function measureDrift(pairs: readonly DriftPair[], rng: Rng): Drift {
  const early = pairs.map((pair) => normalizedEntropy(pair.early));
  const late = pairs.map((pair) => normalizedEntropy(pair.late));
  const rises = pairs.map((_, seed) => neRisePercent(late[seed], early[seed]));
  const losses = pairedLosses(pairs.map((pair) => ({ model: pair.late, baseline: pair.early })));
  const ci95Users = bootstrapRisePercent(losses, rng);
  const ci95Seeds = meanInterval(rises);
  return {
    impressions: pairs[0].early.label.length,
    neEarlyModel: mean(early),
    neLateModel: mean(late),
    driftPercent: mean(rises),
    ci95: ci95Seeds ?? ci95Users,
    ci95From: ci95Seeds === undefined ? 'users' : 'seeds',
    ci95Users,
  };
}
