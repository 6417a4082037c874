// What `sid map` prints.
import { bestAt, claimAt, claimsOf } from '../../records/map-record.ts';
import type { MapMetrics, MapPlace } from '../../records/map-record.ts';
import { formatDifference } from '../../util/format-signed.ts';
import { drawTable } from './tables.ts';

/** The best strategy at each place, and the difference that each claim is about. */
export function describeMap({ axes, places }: MapMetrics): string {
  if (places.length === 0) return 'no place is measured yet';
  const changing = axes.filter(({ name }) => new Set(places.map(({ at }) => at[name])).size > 1);
  const claims = claimsOf(places);
  const rows = places.map((place) => [
    ...changing.map(({ name }) => place.at[name]),
    bestAt(place) ?? '-',
    ...claims.map((says) => describeClaim(place, says)),
  ]);
  const head = [...changing.map(({ name }) => name), 'best NE', ...claims];
  const fixed = axes
    .filter((axis) => !changing.includes(axis))
    .map(({ name, base }) => `${name} ${base}`);
  const everywhere = fixed.length === 0 ? [] : [`everywhere: ${fixed.join(', ')}`];
  return [
    drawTable(head, rows),
    '',
    'best NE: the strategy with the lowest; after "=" those that the seeds do not tell from it',
    ...everywhere,
  ].join('\n');
}

function describeClaim(place: MapPlace, says: string): string {
  const claim = claimAt(place, says);
  if (claim === undefined || Number.isNaN(claim.difference)) return '-';
  return formatDifference(claim.difference, claim.ci95);
}
