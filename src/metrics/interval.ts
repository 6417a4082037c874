// Intervals from seeds or resamples.
import { mean, quantile, standardDeviation } from '../util/stats.ts';
import { studentTQuantile } from './student-t.ts';

/** Low and high end. */
export type Interval = readonly [low: number, high: number];

/** The 95 % interval of a mean from a few independent values (Student's t); undefined below two. */
export function meanInterval(values: readonly number[]): Interval | undefined {
  if (values.length < 2) return undefined;
  const half =
    (studentTQuantile(0.975, values.length - 1) * standardDeviation(values)) /
    Math.sqrt(values.length);
  const center = mean(values);
  return [center - half, center + half];
}

/** The middle 95 % of a bootstrap's values. */
export function percentileInterval(values: ArrayLike<number>): Interval {
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

/** What repetitions and users say of one mean. */
export interface IntervalChoice {
  /** Over seeds (Student's t) from two seeds on, else over users. */
  readonly ci95: Interval;
  readonly ci95From: 'seeds' | 'users';
  /** Paired bootstrap over users, all seeds together. */
  readonly ci95Users: Interval;
}

/** The interval that is shown of a mean over seeds. */
export function chooseInterval(bySeed: readonly number[], ci95Users: Interval): IntervalChoice {
  const ci95Seeds = meanInterval(bySeed);
  return ci95Seeds === undefined
    ? { ci95: ci95Users, ci95From: 'users', ci95Users }
    : { ci95: ci95Seeds, ci95From: 'seeds', ci95Users };
}
