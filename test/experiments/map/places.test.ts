import { expect, test } from 'vitest';
import { gridPlaces, placeId } from '../../../src/experiments/map/places.ts';
import { turningPlaces } from '../../../src/experiments/map/turning-places.ts';
import { tinyMap } from '../../support/tiny-map.ts';

const at = (density: string, halfLife = '8', codes = 'many') => ({
  ...{ density, 'half-life': halfLife, codes },
});

test('grids: all values together, each place once', () => {
  const places = gridPlaces(tinyMap());
  // 3 x 3, and of the second grid "few": "many" at the base is there already.
  expect(places).toHaveLength(10);
  expect(places.at(-1)).toEqual(at('20', '8', 'few'));
  expect(new Set(places.map(placeId)).size).toBe(10);
});

test('a place is put between neighbors of opposite sign, at the geometric middle', () => {
  const measured = [
    { place: at('5'), difference: -1 },
    { place: at('20'), difference: 1 },
    { place: at('80'), difference: 2 },
  ];
  expect(turningPlaces(tinyMap(), measured)).toEqual([at('10')]);
});

test('the widest gap comes first, close neighbors and words get nothing', () => {
  const measured = [
    { place: at('5'), difference: -1 },
    { place: at('20'), difference: 1 },
    // Half of the range of half-lives, as against half of the densities': equal, and axes come in their order.
    { place: at('20', '2'), difference: -1 },
    { place: at('20', '8', 'few'), difference: -1 },
    { place: at('25'), difference: -1 },
  ];
  expect(turningPlaces(tinyMap(), measured)).toEqual([at('20', '4'), at('10')]);
});

test('nothing where the order does not turn, and where there is no difference', () => {
  const measured = [
    { place: at('5'), difference: NaN },
    { place: at('20'), difference: 1 },
    { place: at('20', 'none'), difference: -1 },
  ];
  expect(turningPlaces(tinyMap(), measured)).toEqual([]);
});
