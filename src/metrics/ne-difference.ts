// An NE above another, in percent, with its interval.
import type { Rng } from '../util/rng.ts';
import { mean } from '../util/stats.ts';
import { recalibrate } from './calibration.ts';
import { chooseInterval } from './interval.ts';
import type { Interval, IntervalChoice } from './interval.ts';
import { normalizedEntropy } from './normalized-entropy.ts';
import { bootstrapRisePercent, pairedLosses } from './paired-bootstrap.ts';
import type { ScoredByUser } from './scored.ts';

/** By how many percent an NE is above another: 1.5 means 1.5 % worse. */
export function neRisePercent(ne: number, fromNe: number): number {
  return 100 * (ne / fromNe - 1);
}

/** By how many percent an NE is below a baseline's: 0.4 means 0.4 % better. */
export function neGainPercent(ne: number, baselineNe: number): number {
  return 100 * (1 - ne / baselineNe);
}

/** Two models on the same impressions in the same order, with the same seed. */
export interface ScoredPair {
  readonly model: ScoredByUser;
  readonly baseline: ScoredByUser;
}

/** How much higher a model's NE is than another's. */
export interface NeRise extends IntervalChoice {
  /** Mean NE over seeds. */
  readonly ne: number;
  readonly baselineNe: number;
  /** In percent of the other's NE; mean over seeds. */
  readonly percent: number;
  /** The same of each seed. */
  readonly bySeed: readonly number[];
}

/** The same as how much lower it is: the signs the other way round. */
export type NeGain = Omit<NeRise, 'ne' | 'baselineNe' | 'bySeed'>;

/** @param pairs one a seed */
export function measureRise(pairs: readonly ScoredPair[], rng: Rng): NeRise {
  const ne = pairs.map(({ model }) => normalizedEntropy(model));
  const baselineNe = pairs.map(({ baseline }) => normalizedEntropy(baseline));
  const rises = pairs.map((_, i) => neRisePercent(ne[i], baselineNe[i]));
  const ci95Users = bootstrapRisePercent(pairedLosses(pairs), rng);
  return {
    ne: mean(ne),
    baselineNe: mean(baselineNe),
    percent: mean(rises),
    bySeed: rises,
    ...chooseInterval(rises, ci95Users),
  };
}

/** @param pairs one a seed */
export function measureGain(pairs: readonly ScoredPair[], rng: Rng): NeGain {
  const { percent, ci95, ci95From, ci95Users } = measureRise(pairs, rng);
  return { percent: -percent, ci95: mirrored(ci95), ci95From, ci95Users: mirrored(ci95Users) };
}

function mirrored([low, high]: Interval): Interval {
  return [-high, -low];
}

/** Both models recalibrated, each with its own constant. */
export function recalibratePair({ model, baseline }: ScoredPair): ScoredPair {
  return { model: recalibrate(model), baseline: recalibrate(baseline) };
}
