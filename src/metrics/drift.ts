// Late model against early model, with intervals.
import type { Rng } from '../util/rng.ts';
import type { IntervalChoice } from './interval.ts';
import { measureRise, recalibratePair } from './ne-difference.ts';
import type { ScoredPair } from './ne-difference.ts';
import type { ScoredByUser } from './scored.ts';

/** One seed's early and late model on the same held-out impressions of the early day. */
export interface DriftPair {
  readonly early: ScoredByUser;
  readonly late: ScoredByUser;
}

/** How much worse the late model is on the early day. Means are over seeds. */
export interface DriftFigures extends IntervalChoice {
  readonly neEarlyModel: number;
  readonly neLateModel: number;
  /** Rise of NE from the early to the late model; smaller is better. */
  readonly driftPercent: number;
  /** The same of each seed. */
  readonly driftPercentBySeed: readonly number[];
}

export interface Drift extends DriftFigures {
  /** Held-out impressions of the early day. */
  readonly impressions: number;
  /** Both models recalibrated, each with its own constant: what is left of the drift then is not the click rate's. */
  readonly recalibrated: DriftFigures;
}

/**
 * The drift of one strategy: both models on the early day's data, which neither has trained on.
 *
 * @param pairs one a seed
 */
export function measureDrift(pairs: readonly DriftPair[], rng: Rng): Drift {
  const scored = pairs.map(({ early, late }) => ({ model: late, baseline: early }));
  return {
    impressions: pairs[0].early.label.length,
    ...driftFigures(scored, rng),
    recalibrated: driftFigures(scored.map(recalibratePair), rng.split('recalibrated')),
  };
}

function driftFigures(pairs: readonly ScoredPair[], rng: Rng): DriftFigures {
  const { ne, baselineNe, percent, bySeed, ...intervals } = measureRise(pairs, rng);
  return {
    neEarlyModel: baselineNe,
    neLateModel: ne,
    driftPercent: percent,
    driftPercentBySeed: bySeed,
    ...intervals,
  };
}
