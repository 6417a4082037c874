// Places of a map: a value on each axis.
import { shortHash } from '../../util/hash-file.ts';
import { sortedEntries } from '../../util/sorted-entries.ts';
import { labelOf } from './map-config.ts';
import type { MapConfig } from './map-config.ts';

/** The label of a value on each axis, by the axis' name. */
export type Place = Readonly<Record<string, string>>;

/** All values of each grid's axes together, the others at their base; each place once, in the order of the grids. */
export function gridPlaces({ axes, grids }: MapConfig): Place[] {
  const base = Object.fromEntries(axes.map((axis) => [axis.name, axis.base]));
  const places = new Map<string, Place>();
  for (const grid of grids) {
    let some: Place[] = [base];
    for (const name of grid) {
      const labels = axes.find((axis) => axis.name === name)?.values.map(labelOf) ?? [];
      some = some.flatMap((place) => labels.map((label) => ({ ...place, [name]: label })));
    }
    for (const place of some) places.set(placeId(place), place);
  }
  return [...places.values()];
}

/** A name of a place, the same in every run. */
export function placeId(place: Place): string {
  return shortHash(sortedEntries(place));
}

/** "density 20, half-life none" */
export function describePlace(place: Place): string {
  return Object.entries(place)
    .map(([name, label]) => `${name} ${label}`)
    .join(', ');
}
