import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { HnswIndex } from '../../src/retrieval/hnsw-index.ts';
import { cosineOf, toUnitRows } from '../../src/retrieval/unit-rows.ts';
import type { UnitRows } from '../../src/retrieval/unit-rows.ts';
import { InterruptedError } from '../../src/util/errors.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { Rng } from '../../src/util/rng.ts';
import { neverStop } from '../../src/util/signals.ts';
import { testWithPackages } from '../support/embed-packages.ts';

const WIDTH = 16;
const SETTINGS = { connectivity: 8, expansionAdd: 64, expansionSearch: 64 };
const WATCH = { onProgress: ignoreProgress, shouldStop: neverStop };

function randomRows(count: number, seed: number): UnitRows {
  const rng = Rng.fromSeed(seed);
  const rows = Float32Array.from({ length: count * WIDTH }, () => rng.normal());
  return toUnitRows(rows, WIDTH, 'random');
}

const row = ({ rows_ND }: UnitRows, i: number): Float32Array =>
  rows_ND.subarray(i * WIDTH, (i + 1) * WIDTH);

testWithPackages('nearly all of the nearest are found, in the order of their cosines', async () => {
  const [items, queries] = [randomRows(700, 1), randomRows(40, 2)];
  const index = await HnswIndex.build(items, SETTINGS, WATCH);
  let right = 0;
  for (let query = 0; query < 40; query++) {
    const cosines = Array.from({ length: 700 }, (_, i) => cosineOf(queries, query, items, i));
    const nearest = [...cosines.keys()].sort((a, b) => cosines[b] - cosines[a]).slice(0, 10);
    const found = [...index.nearest(row(queries, query), 10)];
    expect(found).toHaveLength(10);
    expect(found.map((i) => cosines[i])).toEqual(
      found.map((i) => cosines[i]).sort((a, b) => b - a),
    );
    right += found.filter((i) => nearest.includes(i)).length;
  }
  expect(right / 400).toBeGreaterThan(0.97);
});

testWithPackages('the same items give the same bytes; few items are all found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-hnsw-'));
  const items = randomRows(300, 3);
  const saved: Buffer[] = [];
  for (const name of ['a', 'b']) {
    (await HnswIndex.build(items, SETTINGS, WATCH)).save(join(folder, name));
    saved.push(readFileSync(join(folder, name)));
  }
  expect(saved[0].equals(saved[1])).toBe(true);
  const few = randomRows(2, 4);
  const index = await HnswIndex.build(few, SETTINGS, WATCH);
  expect([...index.nearest(row(few, 1), 10)]).toEqual([1, 0]);
});

testWithPackages('a build can be stopped', async () => {
  const stopped = HnswIndex.build(randomRows(300, 5), SETTINGS, {
    ...WATCH,
    shouldStop: () => true,
  });
  await expect(stopped).rejects.toThrow(InterruptedError);
});
