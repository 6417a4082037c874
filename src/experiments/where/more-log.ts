// How much more log would settle it.
import { smallestEffect, timesNeeded } from '../../metrics/detection-power.ts';
import type { WhereMetrics } from '../../records/where-record.ts';
import { TYPICAL_VARIANCES } from '../typical-variances.ts';

/** As many seeds as comparisons mostly have. */
const SEEDS = 4;
/** Gains in percent that would decide somebody. */
const EFFECTS = [2, 1, 0.5, 0.25];

/**
 * The smallest gain that is shown with so many impressions to measure on, and the impressions that others take, were
 * chance as large as on logs where it was measured.
 *
 * @param impressions of the day that rankers would be measured on
 */
export function moreLog(impressions: number): WhereMetrics['more_log'] {
  return TYPICAL_VARIANCES.map(({ name, source, impressions: measuredOn, ...pilot }) => ({
    like: name,
    source,
    impressions,
    seeds: SEEDS,
    smallest_gain: smallestEffect(pilot, { seeds: SEEDS, times: impressions / measuredOn }),
    needed: EFFECTS.map((gain) => {
      const times = timesNeeded(gain, pilot, SEEDS);
      return { gain, impressions: times === undefined ? NaN : Math.ceil(times * measuredOn) };
    }),
  }));
}
