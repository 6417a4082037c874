// The interval of a share, or of another mean of values from 0 to 1, near 0 and 1 too.
import type { Interval, VarianceComponent } from './interval.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * Wilson's 95 % interval with the number of independent yes-or-no values that would have the variance of this mean:
 *
 *     n = p (1 - p) / v,   (p + t^2 / 2n -+ t sqrt(p (1 - p) / n + t^2 / 4n^2)) / (1 + t^2 / n)
 *
 * Unlike p -+ t sqrt(v) it never leaves 0 to 1, and 30 hits of 30 do not make it a point.
 *
 * @param component of the mean p; NaN: unknown
 * @param clusters n where the values do not vary
 * @returns undefined where the variance is unknown
 * @see Wilson 1927; Franco et al. 2019 (Comparative study of confidence intervals for proportions in complex sample surveys)
 */
export function shareInterval(
  share: number,
  { variance, degreesOfFreedom }: VarianceComponent,
  clusters: number,
): Interval | undefined {
  if (Number.isNaN(variance)) return undefined;
  const spread = Math.max(0, share * (1 - share));
  const n = variance > 0 && spread > 0 ? spread / variance : clusters;
  const t = -studentTQuantile(0.025, degreesOfFreedom);
  const center = share + t ** 2 / (2 * n);
  const half = t * Math.sqrt(spread / n + t ** 2 / (4 * n ** 2));
  const scale = 1 + t ** 2 / n;
  // Rounding apart, 0 and 1 are the ends of a share of 0 and 1.
  return [
    share === 0 ? 0 : Math.max(0, (center - half) / scale),
    share === 1 ? 1 : Math.min(1, (center + half) / scale),
  ];
}
