// Late model against early model.
import { estimateOverSeeds } from './estimate.ts';
import type { Estimate } from './estimate.ts';
import { percentAbove } from './measurement.ts';
import type { Measurement } from './measurement.ts';
import { measureLosses } from './ne-influence.ts';
import type { ScoredSample } from './ne-influence.ts';
import { mean } from '../util/stats.ts';

/** One seed's early and late model on the same held-out impressions of the early day. */
export interface DriftPair {
  readonly early: ScoredSample;
  readonly late: ScoredSample;
}

/** One seed's rise of NE from the early to the late model, in percent; smaller is better. */
export interface SeedDrift {
  readonly neEarlyModel: number;
  readonly neLateModel: number;
  readonly drift: Measurement;
}

/** How much worse the late model is on the early day; over seeds. */
export interface DriftFigures {
  readonly neEarlyModel: number;
  readonly neLateModel: number;
  readonly drift: Estimate;
}

export interface Drift extends DriftFigures {
  /** Held-out impressions of the early day. */
  readonly impressions: number;
  /** Both models recalibrated, each with its own constant: what is left of the drift then is not the click rate's. */
  readonly recalibrated: DriftFigures;
}

/** The drift of one seed, plain and recalibrated. */
export interface MeasuredDrift {
  readonly impressions: number;
  readonly plain: SeedDrift;
  readonly recalibrated: SeedDrift;
}

/** The drift of one seed: both models on the early day's data, which neither has trained on. */
export function measureDrift({ early, late }: DriftPair): MeasuredDrift {
  const [ofEarly, ofLate] = [measureLosses(early), measureLosses(late)];
  return {
    impressions: early.sample.label.length,
    plain: driftOf(ofEarly.ne, ofLate.ne),
    recalibrated: driftOf(ofEarly.neRecalibrated, ofLate.neRecalibrated),
  };
}

function driftOf(early: Measurement, late: Measurement): SeedDrift {
  return {
    neEarlyModel: early.value,
    neLateModel: late.value,
    drift: percentAbove(late, early),
  };
}

/** The drift of one strategy. @param seeds one each */
export function estimateDrift(
  seeds: readonly MeasuredDrift[],
  options?: Parameters<typeof estimateOverSeeds>[1],
): Drift {
  const overSeeds = (each: readonly SeedDrift[]): DriftFigures => ({
    neEarlyModel: mean(each.map(({ neEarlyModel }) => neEarlyModel)),
    neLateModel: mean(each.map(({ neLateModel }) => neLateModel)),
    drift: estimateOverSeeds(
      each.map(({ drift }) => drift),
      options,
    ),
  });
  return {
    impressions: seeds[0].impressions,
    ...overSeeds(seeds.map(({ plain }) => plain)),
    recalibrated: overSeeds(seeds.map(({ recalibrated }) => recalibrated)),
  };
}
