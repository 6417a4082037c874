// A claim's difference along one axis of a map.
import { markOf } from '../../records/map-discoveries.ts';
import { claimAt } from '../../records/map-record.ts';
import type { MapAxis, MapPlace } from '../../records/map-record.ts';
import type { Chart } from './chart.ts';
import { dotsSpec } from './dots.ts';
import { describeDots } from './gain-by-strategy.ts';

/** One claim along an axis, a dot for each value. */
export function differenceAlongAxis(
  axis: MapAxis,
  places: readonly MapPlace[],
  says: string,
  discoveries: ReadonlySet<string>,
): Chart | undefined {
  const dots = axis.labels.flatMap((label) => {
    const place = places.find(({ at }) => at[axis.name] === label);
    if (place === undefined) return [];
    const claim = claimAt(place, says);
    if (claim === undefined || Number.isNaN(claim.difference)) return [];
    const { difference: value, ci95 } = claim;
    const name = `${label} ${markOf(place, says, discoveries)}`.trimEnd();
    return [{ name, value, interval: ci95 ?? undefined, bySeed: [] }];
  });
  if (dots.length < 2) return undefined;
  return {
    title: `${says}, by ${axis.says}`,
    alt: `Dot chart of the difference by ${axis.says}. ${describeDots(dots)}.`,
    caption:
      `The difference that "${says}" is about, for each ${axis.says}; left of the dashed line it holds. Bars: 95 % ` +
      'intervals over seeds, each with a world of its own. With *: not after correction for all places of the map.',
    drawing: {
      language: 'vega-lite',
      spec: dotsSpec(dots, { title: 'difference', format: '+.2f', isDifference: true }),
    },
  };
}
