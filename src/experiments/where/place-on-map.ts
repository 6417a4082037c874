// Where a corpus lies on a map, and what was found there.
import { COORDINATES, stepsBetween } from '../../records/log-coordinates.ts';
import type { LogCoordinates } from '../../records/log-coordinates.ts';
import { bestAt } from '../../records/map-record.ts';
import type { MapMetrics } from '../../records/map-record.ts';
import type { WhereMetrics } from '../../records/where-record.ts';

/** Places that are shown: one alone may be a chance, and far ones say nothing. */
const NUM_NEAREST = 3;
/** Steps beyond the last place of a map that are still called on it. */
const MARGIN = 0.5;

/**
 * The places whose logs are most like this one, nearest first, and in what it lies beyond all of them. Only places that
 * differ from the map's base in the log alone are looked at, so that nothing but the log decides which are near.
 */
export function placeOnMap(
  log: LogCoordinates,
  { title, axes, places, left }: MapMetrics,
): WhereMetrics['on_map'] {
  const comparable = places.filter(({ at }) =>
    axes.every((axis) => axis.of_log || at[axis.name] === axis.base),
  );
  const nearest = comparable
    .map((place) => ({ place, steps: stepsBetween(log, place.log) }))
    .filter(({ steps }) => Number.isFinite(steps))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, NUM_NEAREST);
  return {
    title,
    log,
    places: comparable.length,
    left,
    nearest: nearest.map(({ place, steps }) => ({
      steps,
      at: place.at,
      log: place.log,
      best: bestAt(place) ?? null,
      claims: place.claims.map(({ says, figure, difference, ci95, unit, verdict }) => ({
        ...{ says, figure, difference, ci95, unit, verdict },
      })),
    })),
    beyond: COORDINATES.flatMap(({ key, says, toSteps }) => {
      const steps = comparable.map((place) => toSteps(place.log[key])).filter(Number.isFinite);
      const own = toSteps(log[key]);
      if (steps.length === 0) return [];
      const isBeyond = own < Math.min(...steps) - MARGIN || own > Math.max(...steps) + MARGIN;
      return isBeyond ? [says] : [];
    }),
  };
}
