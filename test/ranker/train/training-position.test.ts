import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  findPlace,
  readPosition,
  writePosition,
} from '../../../src/ranker/train/training-position.ts';
import type { Position } from '../../../src/ranker/train/training-position.ts';
import { madeUpRecord } from '../../support/made-up-records.ts';
import { daysOf } from '../../support/made-up-shop.ts';

const { config } = madeUpRecord('train-ranker', 'run').record;
const POSITION: Position = {
  ...{ day: 2, batchesOfDay: 7, config, model: 'checkpoint/day-002-batch-7' },
  ...{ finishedDays: daysOf([0.9]), sums: [700, 140, 350.5] },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sid-position-'));
  mkdirSync(join(folder, 'checkpoint'));
});

test('comes back as it was written; there may be none', async () => {
  expect(findPlace(folder)).toBeUndefined();
  await writePosition(folder, POSITION);
  expect(readPosition(folder, config)).toEqual(POSITION);
});

test('a ranker that has diverged goes on: its sums are NaN', async () => {
  const diverged = { ...POSITION, sums: [700, 140, NaN], finishedDays: daysOf([NaN]) } as const;
  await writePosition(folder, diverged);
  expect(readPosition(folder, config)).toEqual(diverged);
});

test.each([
  ['a day before the first', { day: 0 }, 'at a day of its run, with the days before it'],
  ['a day after the last', { day: 99 }, 'at a day of its run, with the days before it'],
  ['days that are missing', { finishedDays: [] }, 'at a day of its run, with the days before it'],
  ['weights elsewhere', { model: '../../other' }, '"model" must be a folder of weights'],
  ['half a sum', { sums: [1, 2] }, '"sums[2]" is missing'],
])('%s: one line with the file and what to do', async (_, change, message) => {
  await writePosition(folder, { ...POSITION, ...change } as Position);
  const path = join(folder, 'checkpoint', 'position.json');
  expect(() => findPlace(folder)).toThrow(message);
  expect(() => findPlace(folder)).toThrow(path);
  expect(() => findPlace(folder)).toThrow(`remove ${join(folder, 'checkpoint')} to begin anew`);
});

test('a file that is cut short is told with the same remedy', async () => {
  await writePosition(folder, POSITION);
  const path = join(folder, 'checkpoint', 'position.json');
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100));
  expect(() => findPlace(folder)).toThrow(/is not valid JSON \(.*\); remove .*checkpoint to begin/);
});
