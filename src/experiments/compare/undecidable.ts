// Why equality cannot be judged.
import { componentsOf, logComponent } from '../../metrics/estimate.ts';
import type { Estimate } from '../../metrics/estimate.ts';
import { halfWidth } from '../../metrics/interval.ts';
import type { Claim } from './claim-config.ts';

/**
 * What stands in the way of a verdict on `equal`, where the interval could not have been within the margin whatever was
 * measured: the log, if it would be wider with any number of seeds, else the seeds. Undefined where it is the difference.
 */
export function whyUndecidable(
  difference: Estimate,
  { margin, unit }: Pick<Claim, 'margin' | 'unit'>,
): string | undefined {
  const mark = unit === 'percent' ? ' %' : '';
  const tells = (half: number): string =>
    `can tell differences of ${Number(half.toPrecision(2))}${mark} or more`;
  const limit = `equal within ${margin}${mark}`;
  const withAnySeeds = halfWidth(logComponent(difference));
  if (withAnySeeds > margin) return `this log ${tells(withAnySeeds)}; ${limit} cannot be judged`;
  const half = halfWidth(componentsOf(difference));
  if (half > margin) return `so few seeds ${tells(half)}; ${limit} needs more of them`;
  return undefined;
}
