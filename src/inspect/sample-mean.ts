// Means over a sample of items, drawn without replacement.
import { intervalAround } from '../metrics/interval.ts';
import type { Interval, VarianceComponent } from '../metrics/interval.ts';
import { shareInterval } from '../metrics/share-interval.ts';
import { mean, standardDeviation } from '../util/stats.ts';

/** The mean of a sample. */
export interface SampleMean {
  readonly value: number;
  /** 95 %, for the mean of all items; null where all were asked, or one. */
  readonly ci95: Interval | null;
}

/** @param value_Q from 0 to 1. @param numItems that the sample was drawn from */
export function sampleMean(value_Q: Float64Array, numItems: number): SampleMean {
  const value = mean(value_Q);
  const component = componentOf(value_Q, numItems);
  const ci95 = component && shareInterval(value, component, value_Q.length);
  return { value, ci95: ci95 ?? null };
}

/** The mean of what each item has more than in another set of codes. */
export function sampleDifference(
  value_Q: Float64Array,
  than_Q: Float64Array,
  numItems: number,
): SampleMean {
  const more_Q = value_Q.map((value, query) => value - than_Q[query]);
  const component = componentOf(more_Q, numItems);
  const value = mean(more_Q);
  return { value, ci95: component ? intervalAround(value, [component]) : null };
}

/** The variance of a mean, less by what of all items was asked (Cochran 1977, Sampling techniques, 2.6). */
function componentOf(value_Q: Float64Array, numItems: number): VarianceComponent | undefined {
  const asked = value_Q.length;
  if (asked === numItems || asked < 2) return undefined;
  const variance = (standardDeviation(value_Q) ** 2 / asked) * (1 - asked / numItems);
  return { variance, degreesOfFreedom: asked - 1 };
}
