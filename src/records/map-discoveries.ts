// What remains of a map's verdicts when its places are many.
import { falseDiscoveryAdjusted } from '../metrics/false-discovery.ts';
import type { ClaimResult } from './compare-record.ts';
import { claimAt, claimsOf } from './map-record.ts';
import type { MapPlace } from './map-record.ts';

const FALSE_SHARE = 0.05;

/** Of a claim whose interval leaves out 0 at a place, but for the correction for all places. */
export const ALONE_MARK = '*';

/** What the mark means, in one sentence. */
export function describeMark(places: number): string {
  return (
    `${ALONE_MARK} an interval without 0 that does not remain among ${places} places, where one in twenty of those that remain may be ` +
    'chance (Benjamini and Hochberg, a claim at a time).'
  );
}

/** Ids of the places where a claim is decided, one way or the other, and remains so among all that are judged. */
export function discoveriesOf(places: readonly MapPlace[], says: string): ReadonlySet<string> {
  const judged = places.flatMap((place) => {
    const p = claimAt(place, says)?.p ?? NaN;
    return Number.isNaN(p) ? [] : [{ id: place.id, p }];
  });
  const adjusted = falseDiscoveryAdjusted(judged.map(({ p }) => p));
  return new Set(judged.filter((_, i) => adjusted[i] < FALSE_SHARE).map(({ id }) => id));
}

/** The mark, where a claim at a place bears it; else nothing. */
export function markOf(place: MapPlace, says: string, discoveries: ReadonlySet<string>): string {
  const side = sideOf(claimAt(place, says)?.ci95 ?? null);
  return side !== 'undecided' && !discoveries.has(place.id) ? ALONE_MARK : '';
}

/** On which side of 0 an interval lies. */
export function sideOf(ci95: ClaimResult['ci95']): 'lower' | 'higher' | 'undecided' {
  if (ci95 === null) return 'undecided';
  if (ci95[1] < 0) return 'lower';
  return ci95[0] > 0 ? 'higher' : 'undecided';
}

export const TALLY_TITLES: readonly string[] = [
  'claim',
  'places',
  'holds',
  'of them among all',
  'does not hold',
  'of them among all',
  'undecided',
];

/** A row for each claim: at how many places it holds, does not, and how many of these remain among all. */
export function tallyRows(places: readonly MapPlace[]): string[][] {
  return claimsOf(places).map((says) => {
    const discoveries = discoveriesOf(places, says);
    const judged = places.flatMap((place) => {
      const verdict = claimAt(place, says)?.verdict;
      return isJudged(verdict) ? [{ id: place.id, verdict }] : [];
    });
    const counts = (['holds', 'does not hold'] as const).map((verdict) => {
      const ids = judged.filter((each) => each.verdict === verdict).map(({ id }) => id);
      return [ids.length, ids.filter((id) => discoveries.has(id)).length];
    });
    const undecided = judged.length - counts[0][0] - counts[1][0];
    return [says, ...[judged.length, ...counts.flat(), undecided].map(String)];
  });
}

function isJudged(verdict: ClaimResult['verdict'] | undefined): boolean {
  return verdict === 'holds' || verdict === 'does not hold' || verdict === 'undecided';
}
