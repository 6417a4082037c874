// Where the order turns: places between neighbors that differ in sign.
import { groupBy } from '../../util/group-by.ts';
import { labelOf } from './map-config.ts';
import type { Axis, MapConfig } from './map-config.ts';
import { placeId } from './places.ts';
import type { Place } from './places.ts';

/** Neighbors closer than this ratio (log) or this part of the axis' range (linear) get nothing between them. */
const LEAST_RATIO = 1.4;
const LEAST_PART = 0.1;

/**
 * Where another place would say most of where the order turns: in the middle (log: the geometric one, to two digits)
 * between neighbors on one axis, all else equal, whose differences have opposite signs; the widest gap first, in
 * units of the axis' whole range, then the order of the axes and places.
 *
 * @param difference of the claim at each measured place; NaN where there is none
 */
export function turningPlaces(
  { axes }: MapConfig,
  measured: readonly { readonly place: Place; readonly difference: number }[],
): Place[] {
  const known = new Set(measured.map(({ place }) => placeId(place)));
  const found: { place: Place; gap: number }[] = [];
  for (const axis of axes.filter(({ scale }) => scale !== 'words')) {
    const lines = groupBy(measured, ({ place }) => placeId({ ...place, [axis.name]: '' }));
    for (const line of lines.values()) {
      const sorted = line
        .map((each) => ({ ...each, at: Number(each.place[axis.name]) }))
        .filter(({ at }) => Number.isFinite(at))
        .sort((a, b) => a.at - b.at);
      for (let i = 1; i < sorted.length; i++) {
        const [low, high] = [sorted[i - 1], sorted[i]];
        if (!(low.difference * high.difference < 0)) continue;
        const between = middleOf(axis, low.at, high.at);
        if (between === undefined) continue;
        const place = { ...low.place, [axis.name]: String(between.at) };
        if (!known.has(placeId(place))) found.push({ place, gap: between.gap });
      }
    }
  }
  const places = new Map<string, Place>();
  for (const { place } of found.sort((a, b) => b.gap - a.gap)) places.set(placeId(place), place);
  return [...places.values()];
}

function middleOf(axis: Axis, low: number, high: number): { at: number; gap: number } | undefined {
  const numbers = axis.values.map((value) => Number(labelOf(value))).filter(Number.isFinite);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  if (axis.scale === 'log') {
    if (!(low > 0) || high / low < LEAST_RATIO) return undefined;
    const at = Number(Math.sqrt(low * high).toPrecision(2));
    return { at, gap: Math.log(high / low) / Math.log(most / least) };
  }
  const gap = (high - low) / (most - least);
  return gap < LEAST_PART ? undefined : { at: Number(((low + high) / 2).toPrecision(2)), gap };
}
