import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runMap, unmeasuredPlaces } from '../../../src/experiments/map/run-map.ts';
import { madeUpPlaces, tinyMap } from '../../support/tiny-map.ts';

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sid-map-'));

test('measures the grids, then between neighbors where the order turns', async () => {
  const { ran, ...measures } = madeUpPlaces(9);
  const out = newFolder();
  const map = await runMap(tinyMap(), { out, known: [], ...measures, most: Infinity, keep: false });
  expect(map.places).toHaveLength(12);
  expect(map.left).toBe(0);
  const added = map.places.filter(({ from }) => from === 'turn').map((place) => place.at.density);
  expect(added).toEqual(['10', '10']);
  expect(map.axes[0].labels).toEqual(['5', '10', '20', '80']);
  expect(map.axes[1].labels).toEqual(['2', '8', 'none']);
  // Codes are made of a log, they are not of it.
  expect(map.axes.map((axis) => axis.of_log)).toEqual([true, true, false]);
  // By hand: 1 - 2^(-1/2).
  expect(map.places[0].log).toMatchObject({ impressions_per_item_day: 5 });
  expect(map.places[0].log.gone_a_day).toBeCloseTo(0.2929, 4);
  expect(ran).toHaveLength(12);
  // By hand: ln(5 / 9).
  expect(map.places[0].claims[0].difference).toBeCloseTo(-0.5878, 4);
});

test('an interrupted map goes on, and ends as one that was not', async () => {
  const out = newFolder();
  const first = madeUpPlaces(9);
  const part = await runMap(tinyMap(), { out, known: [], ...first, most: 4, keep: false });
  expect(part).toMatchObject({ left: 6 });
  expect(await unmeasuredPlaces(tinyMap(), { out, known: [] })).toHaveLength(6);
  const second = madeUpPlaces(9);
  const rest = { out, known: [], ...second, most: Infinity, keep: false };
  const whole = await runMap(tinyMap(), rest);
  expect(new Set([...first.ran, ...second.ran]).size).toBe(first.ran.length + second.ran.length);
  const again = newFolder();
  const atOnce = await runMap(tinyMap(), { ...rest, ...madeUpPlaces(9), out: again });
  expect({ ...whole, out: '' }).toEqual({ ...atOnce, out: '' });
});

test('results stay, the rest of a place goes; a place with missing trials is not finished', async () => {
  const out = newFolder();
  const measures = madeUpPlaces(9);
  const [task] = await unmeasuredPlaces(tinyMap(), { out, known: [] });
  await runMap(tinyMap(), { out, known: [], ...measures, most: 1, keep: true });
  expect(existsSync(join(task.folder, 'run.json'))).toBe(true);
  await runMap(tinyMap(), {
    out,
    known: [],
    ...measures,
    compare: undefined,
    most: 0,
    keep: false,
  });
  expect(existsSync(join(task.folder, 'run.json'))).toBe(false);
  const path = join(task.folder, 'results.json');
  const results = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...results, missing: ['prefix seed 2'] }));
  expect(await unmeasuredPlaces(tinyMap(), { out, known: [] })).toHaveLength(10);
  rmSync(out, { recursive: true });
});

test('a place of another config is another place', async () => {
  const out = newFolder();
  await runMap(tinyMap(), { out, known: [], ...madeUpPlaces(9), most: Infinity, keep: false });
  const other = { ...tinyMap(), compare: { seeds: [1, 2, 3] } };
  expect(await unmeasuredPlaces(other, { out, known: [] })).toHaveLength(10);
  const renamed = { ...tinyMap(), title: 'another' };
  expect(await unmeasuredPlaces(renamed, { out, known: [] })).toHaveLength(0);
});

test('places of other maps are taken over, and not measured again', async () => {
  const [here, elsewhere, at] = [newFolder(), newFolder(), { most: Infinity, keep: false }];
  const part = await runMap(tinyMap(), {
    ...{ out: elsewhere, known: [], most: 4, keep: false },
    ...madeUpPlaces(9),
  });
  const known = part.places;
  expect(known).toHaveLength(4);
  expect(await unmeasuredPlaces(tinyMap(), { out: here, known })).toHaveLength(6);
  const { ran, ...measures } = madeUpPlaces(9);
  const joined = await runMap(tinyMap(), { out: here, known, ...at, ...measures });
  expect(ran).toHaveLength(8);
  const whole = { out: newFolder(), known: [], ...at, ...madeUpPlaces(9) };
  expect({ ...joined, out: '' }).toEqual({ ...(await runMap(tinyMap(), whole)), out: '' });
});
