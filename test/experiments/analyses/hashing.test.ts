import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { hashing } from '../../../src/experiments/analyses/hashing.ts';
import { measureHashing } from '../../../src/experiments/analyses/measure-hashing.ts';
import { writeTinyRun } from '../tiny-run.ts';
import { readRankerRun } from '../../../src/experiments/ranker-run.ts';
import type { AnalysisResult } from '../../../src/experiments/analyses/analysis-input.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-hashing-'));
let files: { corpus: string; sids: string };

beforeAll(async () => {
  files = await writeTinyCorpus(folder);
});

async function audit(name: string, settings: object): Promise<AnalysisResult<'hashing'>> {
  const config = { ...files, depth: null, rows: null, collisionFactor: 3, seed: 1, ...settings };
  const run = readRankerRun(await writeTinyRun(join(folder, name), config));
  const rest = { day: undefined, hours: undefined, onProgress: ignoreProgress };
  return measureHashing({ ...files, run, seed: 1, shouldStop: neverStop, ...rest });
}

test('tokens that all fit: 4 + 16 + 64 rows, of which 4 + 16 + 40 are used, and none by accident', async () => {
  const { figures, detail } = await audit('wide', { embed: 'prefix', rows: 1000 });
  expect(figures).toMatchObject({
    rows: 84,
    tokens_per_item: 3,
    tokens: 60,
    rows_used: 60,
    items_per_row: 120 / 60,
    most_items_per_row: 10,
    clashing: 0,
    accidental: 0,
    // All of the first two positions, none of the third
    semantic: 80 / 120,
    identical: 0,
  });
  expect(figures.busiest).toBeCloseTo(10 / 120, 12);
  expect(detail.positions).toEqual(['c1', 'c1c2', 'c1c2c3']);
  expect(detail.shared_rows).toEqual([
    [4, 0, 0],
    [0, 16, 0],
    [0, 0, 40],
  ]);
});

test('a table of 7 rows: rows by the formula of Table 1, counted the slow way', async () => {
  const { figures } = await audit('narrow', { embed: 'prefix', rows: 7 });
  const items = Array.from({ length: TINY.numItems }, (_, item) => {
    const [a, b, c] = [item % 4, Math.floor(item / 4) % 4, Math.floor(item / 16)];
    return [a, 4 + 4 * a + b, 20 + 16 * a + 4 * b + c];
  });
  const lookups = items
    .flat()
    .map((token, i) => ({ token, row: token % 7, item: Math.floor(i / 3) }));
  const share = (isMeant: (each: (typeof lookups)[0]) => boolean): number =>
    lookups.filter(isMeant).length / lookups.length;
  const others = (test: (a: (typeof lookups)[0], b: (typeof lookups)[0]) => boolean): number =>
    share((a) => lookups.some((b) => test(a, b)));
  expect(figures.accidental).toBeCloseTo(
    others((a, b) => a.row === b.row && a.token !== b.token),
    12,
  );
  expect(figures.semantic).toBeCloseTo(
    others((a, b) => a.token === b.token && a.item !== b.item),
    12,
  );
  const key = (tokens: readonly number[]): string =>
    tokens
      .map((t) => t % 7)
      .sort()
      .join();
  const identical = items.filter((one) => items.some((b) => b !== one && key(b) === key(one)));
  expect(figures.identical).toBeCloseTo(identical.length / 40, 12);
  expect(figures.identical_by_accident).toBe(figures.identical);
  expect(figures.identical).toBeGreaterThan(0);
});

test('an item of its own has no collisions, a random hash has only accidental ones', async () => {
  const none = { accidental: 0, semantic: 0, clashing: 0, identical: 0, rows: 40, rows_used: 40 };
  expect((await audit('individual', { embed: 'individual' })).figures).toMatchObject(none);
  const { figures } = await audit('random', { embed: 'random', rows: 5 });
  expect(figures).toMatchObject({ accidental: 1, semantic: 0, identical: 1, rows: 5 });
  expect(figures.identical_by_accident).toBe(1);
});

test('every figure has a meaning', async () => {
  const { figures } = await audit('sum', { embed: 'sum' });
  expect(Object.keys(figures).toSorted()).toEqual(Object.keys(hashing.meaning).toSorted());
});
