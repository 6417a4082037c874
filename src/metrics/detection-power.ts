// How likely a comparison is to show a difference, before it is run.
import jStat from 'jstat';
import { halfWidth } from './interval.ts';

/** How far chance moves a figure, as a pilot has it. */
export interface PilotVariance {
  /** Between seeds, of one seed. */
  readonly ofSeed: number;
  /** Over the users and items of the pilot's log, whatever the seeds. */
  readonly usersAndItems: number;
  /** Of usersAndItems. */
  readonly degreesOfFreedom: number;
}

/** What is to be run. */
export interface PowerDesign {
  /** Two at least. */
  readonly seeds: number;
  /** Impressions measured on, over the pilot's; users and items grow with them. */
  readonly times: number;
}

/** How likely a difference should be shown. */
export const WANTED_POWER = 0.8;

/** Equally likely values that stand for what a variance between seeds may be measured as. */
const NUM_QUANTILES = 200;
const LEVEL = 0.05;

/**
 * The chance that the 95 % interval leaves out 0 when the true difference is `effect`: the mean over what the variance
 * between seeds may be measured as (chi-square, S - 1) of that of a normal mean to lie beyond the half width of that.
 * The variance over users and items is taken for known, but for its t.
 */
export function powerOf(effect: number, pilot: PilotVariance, design: PowerDesign): number {
  const { seeds, times } = design;
  const ofSeeds = pilot.ofSeed / seeds;
  const log = {
    variance: pilot.usersAndItems / times,
    degreesOfFreedom: pilot.degreesOfFreedom * times,
  };
  const deviation = Math.sqrt(ofSeeds + log.variance);
  if (deviation === 0) return effect === 0 ? 0 : 1;
  let power = 0;
  for (let k = 0; k < NUM_QUANTILES; k++) {
    const scale = jStat.chisquare.inv((k + 0.5) / NUM_QUANTILES, seeds - 1) / (seeds - 1);
    const half = halfWidth(
      [{ variance: ofSeeds * scale, degreesOfFreedom: seeds - 1 }, log],
      LEVEL,
    );
    for (const side of [Math.abs(effect), -Math.abs(effect)]) {
      power += jStat.normal.cdf((side - half) / deviation, 0, 1) / NUM_QUANTILES;
    }
  }
  return power;
}

/** The smallest difference that is shown with the wanted power. */
export function smallestEffect(pilot: PilotVariance, design: PowerDesign): number {
  let high = Math.sqrt(pilot.ofSeed + pilot.usersAndItems);
  if (high === 0) return 0;
  while (powerOf(high, pilot, design) < WANTED_POWER) high *= 2;
  return bisect(0, high, (effect) => powerOf(effect, pilot, design) >= WANTED_POWER);
}

const MOST_SEEDS = 100;

/** How many seeds show it on such a log; undefined where no hundred of them do. */
export function seedsNeeded(
  effect: number,
  pilot: PilotVariance,
  times: number,
): number | undefined {
  const isEnough = (seeds: number): boolean =>
    powerOf(effect, pilot, { seeds, times }) >= WANTED_POWER;
  if (!isEnough(MOST_SEEDS)) return undefined;
  let seeds = 2;
  while (!isEnough(seeds)) seeds++;
  return seeds;
}

const MOST_TIMES = 1e6;

/** How many times the pilot's impressions show it with so many seeds; undefined where no number of them does. */
export function timesNeeded(
  effect: number,
  pilot: PilotVariance,
  seeds: number,
): number | undefined {
  const isEnough = (exponent: number): boolean =>
    powerOf(effect, pilot, { seeds, times: 10 ** exponent }) >= WANTED_POWER;
  const most = Math.log10(MOST_TIMES);
  if (!isEnough(most)) return undefined;
  return 10 ** bisect(-most, most, isEnough);
}

/** Where a condition begins to hold between `low` and `high`, at which it does. */
function bisect(low: number, high: number, holds: (value: number) => boolean): number {
  let [below, above] = [low, high];
  while (above - below > 1e-4 * Math.max(1, Math.abs(above)) && above - below > 1e-6) {
    const middle = (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}
