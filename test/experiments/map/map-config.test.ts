import { expect, test } from 'vitest';
import { parseMapConfig } from '../../../src/experiments/map/map-config.ts';
import { configAt } from '../../../src/experiments/map/place-config.ts';
import { TINY_MAP, tinyMap } from '../../support/tiny-map.ts';

test('a number sets keys, times what the axis says; a label sets what it stands for', () => {
  expect(configAt(tinyMap(), { density: '5', 'half-life': 'none', codes: 'few' })).toEqual({
    title: 'a tiny map: density 5, half-life none, codes few',
    // 2.5 users are 3.
    simulate: { items: 200, impressionsPerDay: 1000, users: 3, halfLifeDays: 'none' },
    rqvae: { codebookSize: 4, levels: 2 },
    seeds: [1, 2],
  });
});

test('a number that was put between others is set like them', () => {
  const at = { density: '10', 'half-life': '4', codes: 'many' };
  expect(configAt(tinyMap(), at).simulate).toEqual({
    ...{ items: 200, impressionsPerDay: 2000, users: 5, halfLifeDays: 4 },
  });
});

test('a base that is no value, and an axis that there is not, are said', () => {
  const { density, ...others } = TINY_MAP.axes;
  const off = { ...TINY_MAP, axes: { ...others, density: { ...density, base: 21 } } };
  expect(() => parseMapConfig(off)).toThrow('"axes.density.base" is "21"');
  expect(() => parseMapConfig({ ...TINY_MAP, grids: [['densty']] })).toThrow(
    '"grids": no axis is called "densty"; did you mean "density"?',
  );
});
