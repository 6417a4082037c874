import { expect, test } from 'vitest';
import { placeOnMap } from '../../../src/experiments/where/place-on-map.ts';
import { coordinatesOf, stepsBetween } from '../../../src/records/log-coordinates.ts';
import { madeUpMap } from '../../support/tiny-map.ts';

const log = (impressions: number, goneADay: number, share = NaN) => ({
  ...{ impressions_per_item_day: impressions, gone_a_day: goneADay, content_share: share },
});

test('the nearest places are those whose logs are alike, whatever was trained on them', () => {
  const map = madeUpMap();
  // A place that has other codes, and the very log that is asked for.
  const off = map.places.findIndex(({ at }) => at.codes === 'few');
  const places = map.places.map((place, i) => (i === off ? { ...place, log: log(70, 0) } : place));
  const placed = placeOnMap(log(70, 0), { ...map, places });
  expect(placed.places).toBe(9);
  expect(placed.nearest).toHaveLength(3);
  expect(placed.nearest[0].at).toEqual({ density: '80', 'half-life': 'none', codes: 'many' });
  // By hand: log2(80 / 70).
  expect(placed.nearest[0].steps).toBeCloseTo(0.1926, 4);
  expect(placed.nearest[0].claims[0].says).toBe('prefix below individual');
  expect(placed.beyond).toEqual([]);
});

test('says in what a log lies beyond the map', () => {
  const placed = placeOnMap(log(2, 0.6), madeUpMap());
  expect(placed.beyond).toEqual([
    'impressions per living item and day',
    'items gone from one day to the next',
  ]);
  expect(placeOnMap(log(4, 0.3), madeUpMap()).beyond).toEqual([]);
});

test('a map without a place like it has no nearest', () => {
  expect(placeOnMap(log(NaN, NaN, 0.5), madeUpMap()).nearest).toEqual([]);
  const empty = placeOnMap(log(5, 0.1), { ...madeUpMap(), places: [], left: 11 });
  expect(empty).toMatchObject({ places: 0, left: 11, nearest: [], beyond: [] });
});

test('steps: a doubling of impressions, of churn, a quarter of the share; what one lacks is left out', () => {
  expect(stepsBetween(log(10, 0), log(40, 0))).toBeCloseTo(2, 10);
  // By hand: log2(31 + 1) - log2(3 + 1).
  expect(stepsBetween(log(10, 0.31), log(10, 0.03))).toBeCloseTo(3, 10);
  expect(stepsBetween(log(10, 0, 0.25), log(10, 0, 0.75))).toBeCloseTo(2, 10);
  expect(stepsBetween(log(10, 0, 0.25), log(80, 0))).toBeCloseTo(3, 10);
  expect(stepsBetween(log(10, 0), log(80, 0.31, 0))).toBeCloseTo(Math.hypot(3, 5), 10);
});

test('a half-life is a share that goes in a day; items never followed tell nothing', () => {
  const life = {
    days: 1,
    ci95: [0.9, 1.1] as const,
    items: 10,
    gone: 9,
    item_days: 9,
    survival: [],
  };
  const content = { items: 1, rate_spread: 1, reliability: 1, share: 0.5, ci95: [0, 1] as const };
  const measured = {
    impressions_per_item_day: { mean: 7, median: 3 },
    half_life: life,
    content: { ...content, by_neighbors: [] },
  };
  expect(coordinatesOf(measured)).toEqual(log(7, 0.5, 0.5));
  const none = { ...measured, half_life: { ...life, days: NaN } };
  expect(coordinatesOf(none).gone_a_day).toBe(0);
  const unknown = { ...measured, half_life: { ...life, days: NaN, items: 0 } };
  expect(coordinatesOf(unknown).gone_a_day).toBeNaN();
});
