// Intervals from seeds or resamples.
import { mean, quantile, standardDeviation } from '../util/stats.ts';

/** Low and high end. */
export type Interval = readonly [low: number, high: number];

/** 97.5 % points of Student's t for 1 to 30 degrees of freedom (any table of it). */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];

/** The 95 % interval of a mean from a few independent values (Student's t); undefined below two. */
export function meanInterval(values: readonly number[]): Interval | undefined {
  if (values.length < 2) return undefined;
  const half = (t975(values.length - 1) * standardDeviation(values)) / Math.sqrt(values.length);
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

/** Beyond the table, Cornish-Fisher's first two terms: right to three digits from 30 on. */
function t975(degreesOfFreedom: number): number {
  if (degreesOfFreedom <= T_975.length) return T_975[degreesOfFreedom - 1];
  const z = 1.959964;
  const first = (z ** 3 + z) / 4 / degreesOfFreedom;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96 / degreesOfFreedom ** 2;
  return z + first + second;
}
