// Mean prediction over mean label.
import { mean } from '../util/stats.ts';
import type { Scored } from './scored.ts';

/** Mean prediction over mean label: 1 is right on average, above 1 promises too many clicks. NaN without clicks. */
export function calibration({ label, probability }: Scored): number {
  const rate = mean(label);
  return rate > 0 ? mean(probability) / rate : NaN;
}
