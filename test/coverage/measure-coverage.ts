// How often intervals of repetitions cover the mean of the others.
import { meanInterval } from '../../src/metrics/interval.ts';
import type { Interval } from '../../src/metrics/interval.ts';
import { mean, standardDeviation } from '../../src/util/stats.ts';
import type { Repeated } from './repetition.ts';

/** How one kind of interval did. */
export interface IntervalCoverage {
  /** In percent of the intervals. */
  readonly coveredPercent: number;
  /** Mean half width. */
  readonly halfWidth: number;
}

/** A figure over repetitions. */
export interface FigureCoverage {
  /** Mean over repetitions, which is taken for the truth. */
  readonly mean: number;
  /** Standard deviation between repetitions of the mean over a repetition's seeds. */
  readonly spread: number;
  /** What the intervals take this deviation for: the root of their mean variance. */
  readonly believedSpread: number;
  /** By what is counted. */
  readonly intervals: {
    readonly seedsUsersItems: IntervalCoverage;
    readonly usersItemsOneSeed: IntervalCoverage;
    readonly seedsAlone: IntervalCoverage;
    /** Student's t over one seed each of so many repetitions in a row, round and round. */
    readonly repetitions: IntervalCoverage;
  };
}

/**
 * The truth of a repetition is the mean of all others, so that it takes no part in its own. Repetitions that lack an
 * interval are left out.
 *
 * @param groupSize repetitions of an interval over repetitions
 */
export function measureCoverage(
  repetitions: readonly Repeated[],
  groupSize: number,
): FigureCoverage {
  const means = repetitions.map(({ bySeed }) => mean(bySeed));
  const firsts = repetitions.map(({ bySeed }) => bySeed[0]);
  const variances = repetitions.map(
    ({ betweenSeeds, usersAndItems }) => (betweenSeeds ?? NaN) + (usersAndItems ?? NaN),
  );
  const groups = repetitions.map((_, start) =>
    Array.from({ length: groupSize }, (_each, i) => (start + i) % repetitions.length),
  );
  return {
    mean: mean(means),
    spread: standardDeviation(means),
    believedSpread: Math.sqrt(mean(variances.filter(Number.isFinite))),
    intervals: {
      seedsUsersItems: coverageOf(
        repetitions.map(({ ci95 }) => ci95),
        (i) => meanWithout(means, [i]),
      ),
      usersItemsOneSeed: coverageOf(
        repetitions.map(({ ci95OneSeed }) => ci95OneSeed),
        (i) => meanWithout(means, [i]),
      ),
      seedsAlone: coverageOf(
        repetitions.map(({ bySeed }) => meanInterval(bySeed) ?? null),
        (i) => meanWithout(means, [i]),
      ),
      repetitions: coverageOf(
        groups.map((group) => meanInterval(group.map((i) => firsts[i])) ?? null),
        (i) => meanWithout(means, groups[i]),
      ),
    },
  };
}

function coverageOf(
  intervals: readonly (Interval | null)[],
  truthOf: (i: number) => number,
): IntervalCoverage {
  let [counted, covered, width] = [0, 0, 0];
  for (const [i, interval] of intervals.entries()) {
    if (interval === null || !interval.every(Number.isFinite)) continue;
    const [low, high] = interval;
    counted++;
    width += (high - low) / 2;
    if (low <= truthOf(i) && truthOf(i) <= high) covered++;
  }
  return { coveredPercent: (100 * covered) / counted, halfWidth: width / counted };
}

function meanWithout(values: readonly number[], places: readonly number[]): number {
  return mean(values.filter((_, i) => !places.includes(i)));
}
