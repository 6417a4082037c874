// Half-lives, popularity over a life.
import type { Rng } from '../../util/rng.ts';
import type { Exposure } from './popularity-law.ts';
import { BLOCKS_PER_DAY } from './world-config.ts';
import type { WorldConfig } from './world-config.ts';

/** In so many blocks from now no log is still going on. */
const NEVER = 2 ** 30;

/** Share of the items that die at the beginning of a block, and of as many that are born. */
export function birthsPerBlock(halfLifeDays: WorldConfig['halfLifeDays']): number {
  return halfLifeDays === 'none' ? 0 : 1 - 2 ** (-1 / (halfLifeDays * BLOCKS_PER_DAY));
}

/** How long an item of exponential life lives on, in whole blocks; the same at any age. */
export function drawRemainingBlocks(halfLifeDays: WorldConfig['halfLifeDays'], rng: Rng): number {
  if (halfLifeDays === 'none') return NEVER;
  return 1 + Math.floor((rng.exponential() * halfLifeDays * BLOCKS_PER_DAY) / Math.LN2);
}

/** The age at which an item is most popular, in blocks: median 2 days. */
export function drawPeakAge(rng: Rng): number {
  return 2 * BLOCKS_PER_DAY * Math.exp(0.6 * rng.normal());
}

const LEAST_POPULARITY = 0.2;

/** Popularity over a life: a rise to 1 at the peak, then a slow fall back to a fifth, where it stays. */
export function popularityAtAge(ageBlocks: number, peakBlocks: number): number {
  const x = ageBlocks / peakBlocks;
  return LEAST_POPULARITY + (1 - LEAST_POPULARITY) * x * Math.exp(1 - x);
}

/** The correlation of a drift with itself falls to 1/e in so many days. */
export const DRIFT_DAYS = 5;
const KEEP = keepPerBlock(DRIFT_DAYS);

/** What of a drift is left after a block whose correlation with itself falls to 1/e in so many days. */
export function keepPerBlock(days: number): number {
  return Math.exp(-1 / (days * BLOCKS_PER_DAY));
}

/**
 * One block of a drift with mean 0 that forgets itself (AR(1)).
 *
 * @param spread its standard deviation at any time
 * @param keep of `keepPerBlock`; that of log popularity where not given
 */
export function driftOn(drift: number, spread: number, rng: Rng, keep = KEEP): number {
  return keep * drift + Math.sqrt(1 - keep * keep) * spread * rng.normal();
}

/** Days of the log for which the cuts are fitted. A constant, so that the first days do not depend on --days. */
export const REFERENCE_DAYS = 20;
const NUM_LIVES = 4096;
const NUM_QUANTILES = 64;

/** How unequal lives alone make the items' impressions: from sample lives, in a log of `REFERENCE_DAYS`. */
export function sampleExposure(config: WorldConfig, rng: Rng): Exposure {
  const numBlocks = REFERENCE_DAYS * BLOCKS_PER_DAY;
  const initialShare = 1 / (1 + (numBlocks - 1) * birthsPerBlock(config.halfLifeDays));
  const totals = new Float64Array(NUM_LIVES);
  let blocksLived = 0;
  for (let life = 0; life < NUM_LIVES; life++) {
    const isInitial = rng.uniform() < initialShare;
    const first = isInitial ? 0 : 1 + rng.int(numBlocks - 1);
    const age = isInitial ? drawRemainingBlocks(config.halfLifeDays, rng) - 1 : 0;
    const last = Math.min(numBlocks, first + drawRemainingBlocks(config.halfLifeDays, rng));
    const peak = drawPeakAge(rng);
    let drift = config.driftSpread * rng.normal();
    for (let block = first; block < last; block++) {
      totals[life] += popularityAtAge(age + block - first, peak) * Math.exp(drift);
      drift = driftOn(drift, config.driftSpread, rng);
    }
    blocksLived += last - first;
  }
  totals.sort();
  const total = totals.reduce((sum, value) => sum + value, 0);
  const perGroup = NUM_LIVES / NUM_QUANTILES;
  const factors = Float64Array.from({ length: NUM_QUANTILES }, (_, group) => {
    const part = totals.subarray(group * perGroup, (group + 1) * perGroup);
    return (part.reduce((sum, value) => sum + value, 0) / perGroup) * (blocksLived / total);
  });
  return { factors, impressionsPerUnit: config.impressionsPerDay / BLOCKS_PER_DAY / config.items };
}
