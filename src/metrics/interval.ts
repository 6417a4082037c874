// Intervals and p-values of means whose variance comes from several sources.
import { mean, standardDeviation } from '../util/stats.ts';
import { studentTQuantile } from './student-t.ts';

/** Low and high end. */
export type Interval = readonly [low: number, high: number];

/** A figure with its 95 % interval. */
export interface WithInterval {
  /** NaN where there is nothing to measure. */
  readonly value: number;
  readonly ci95: Interval;
}

/** 97.5 % of a normal distribution lie below this. */
export const Z_975 = 1.959964;

/** What one source of chance adds to the variance of an estimate, and from how much that is known. */
export interface VarianceComponent {
  /** Of the estimate, not of one value. */
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/**
 * Half the width of an interval that covers with probability 1 - level. Each source has a t of its own, and they count by
 * their variances:
 *
 *     half = sum_k v_k t_k / sqrt(sum_k v_k),   t_k = Student's t of df_k at 1 - level / 2
 *
 * For one source this is Student's interval. Satterthwaite's single t for all is narrower where few seeds happen to lie
 * close together, and then covers too seldom (docs/decisions/020-intervals.md has figures).
 *
 * @returns 0 where there is no variance; NaN where some is unknown
 * @see Cochran & Cox 1957 (Experimental designs), 4.14: means of unequal variances
 */
export function halfWidth(components: readonly VarianceComponent[], level = 0.05): number {
  let [variance, weighted] = [0, 0];
  for (const component of components) {
    if (component.variance === 0) continue;
    variance += component.variance;
    const t = -studentTQuantile(level / 2, component.degreesOfFreedom);
    weighted += component.variance * t;
  }
  return variance === 0 ? 0 : weighted / Math.sqrt(variance);
}

/** The 95 % interval around an estimate. */
export function intervalAround(
  estimate: number,
  components: readonly VarianceComponent[],
): Interval {
  const half = halfWidth(components);
  return [estimate - half, estimate + half];
}

/** Below this a p-value is given as this. */
const SMALLEST_P = 1e-12;

/**
 * The two-sided p-value of a distance from what is expected: the level at which the interval just reaches that far. So
 * p < 0.05 goes with a 95 % interval that does not.
 *
 * @param distance not negative
 */
export function pValue(distance: number, components: readonly VarianceComponent[]): number {
  if (Number.isNaN(distance) || Number.isNaN(halfWidth(components))) return NaN;
  if (distance === 0) return 1;
  if (halfWidth(components, SMALLEST_P) <= distance) return SMALLEST_P;
  let [low, high] = [Math.log(SMALLEST_P), 0];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (halfWidth(components, Math.exp(middle)) > distance) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}

/** What a few independent values say of their mean; undefined below two. */
export function seedComponent(values: readonly number[]): VarianceComponent | undefined {
  if (values.length < 2) return undefined;
  return {
    variance: standardDeviation(values) ** 2 / values.length,
    degreesOfFreedom: values.length - 1,
  };
}

/** The 95 % interval of a mean from a few independent values (Student's t); undefined below two. */
export function meanInterval(values: readonly number[]): Interval | undefined {
  const component = seedComponent(values);
  return component && intervalAround(mean(values), [component]);
}
