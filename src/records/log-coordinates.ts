// What places a log on a map: measured in the same way of a user's corpus and of the worlds of a map.
import { figure, objectOf } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import type { WhereMetrics } from './where-record.ts';

export const logCoordinates = objectOf({
  /** Mean over living items. */
  impressions_per_item_day: figure,
  /** Share of items that are gone from one day to the next; 0 where none was seen to go. */
  gone_a_day: figure,
  /** Share of what items' click rates really differ by that like items share; null where it cannot be told. */
  content_share: figure,
});
export type LogCoordinates = InferOutput<typeof logCoordinates>;

/** A direction in which logs differ. One step is as far as two logs may differ and be called alike. */
interface Coordinate {
  readonly key: keyof LogCoordinates;
  readonly says: string;
  readonly toSteps: (value: number) => number;
  readonly show: (value: number) => string;
}

const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : 'not known';

export const COORDINATES: readonly Coordinate[] = [
  {
    key: 'impressions_per_item_day',
    says: 'impressions per living item and day',
    toSteps: Math.log2,
    show: (impressions) => impressions.toFixed(1),
  },
  {
    key: 'gone_a_day',
    says: 'items gone from one day to the next',
    // A percent more tells a log whose items never go from one of which few do.
    toSteps: (share) => Math.log2(100 * share + 1),
    show: percent,
  },
  {
    key: 'content_share',
    says: "share of items' click rates that like items share",
    toSteps: (share) => share / 0.25,
    show: percent,
  },
];

export function coordinatesOf({
  impressions_per_item_day: { mean },
  half_life: { days, items },
  content: { share },
}: Pick<WhereMetrics, 'impressions_per_item_day' | 'half_life' | 'content'>): LogCoordinates {
  const goneADay = Number.isNaN(days) ? 0 : 1 - 2 ** (-1 / days);
  return {
    impressions_per_item_day: mean,
    gone_a_day: items === 0 ? NaN : goneADay,
    content_share: share,
  };
}

/**
 * How far two logs lie apart, in steps: the root of the sum of squares over coordinates that both have.
 *
 * @returns NaN where they have none in common
 */
export function stepsBetween(one: LogCoordinates, other: LogCoordinates): number {
  const apart = COORDINATES.map(({ key, toSteps }) => toSteps(one[key]) - toSteps(other[key]));
  const known = apart.filter(Number.isFinite);
  return known.length === 0 ? NaN : Math.hypot(...known);
}
