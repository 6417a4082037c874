// Hour on a circle, weekend.
import type { TimeZone } from './time-zone.ts';

/** A dense feature and the SQL that computes it from the columns of the events. */
export interface FeatureSql {
  readonly name: string;
  readonly sql: string;
}

/** The names of `timeFeatures`. */
export const TIME_FEATURE_NAMES: readonly string[] = ['hour_sin', 'hour_cos', 'weekend'];

/** What the local clock says at an impression: hour on a circle, and whether it is a weekend day. */
export function timeFeatures(zone: TimeZone, timeMs = 'time_ms'): FeatureSql[] {
  const local = zone.localMs(timeMs);
  const angle = `2 * pi() * (${local} % 86400000) / 86400000`;
  return [
    { name: 'hour_sin', sql: `sin(${angle})` },
    { name: 'hour_cos', sql: `cos(${angle})` },
    // 1970-01-01 was a Thursday: with three days more, Monday is 0 and Saturday 5.
    { name: 'weekend', sql: `(${local} // 86400000 + 3) % 7 >= 5` },
  ];
}
