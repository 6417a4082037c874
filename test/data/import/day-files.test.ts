import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dayPath } from '../../../src/artifacts/corpus.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import { DayFiles } from '../../../src/data/import/day-files.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();

async function add(days: DayFiles, timeMs: number, label: number): Promise<void> {
  if (days.needsRoom(timeMs)) await days.makeRoom(timeMs);
  days.add(timeMs, 2 * timeMs, timeMs, label, Float32Array.of(-1, timeMs / 4), 1);
}

/** Times of a day's file, and the sizes of its batches. */
async function read(corpus: string, day: number): Promise<{ times: number[]; sizes: number[] }> {
  const times: number[] = [];
  const sizes: number[] = [];
  for await (const batch of readDay(dayPath(corpus, day), ['price'])) {
    sizes.push(batch.label.length);
    batch.timeMs.forEach((time, row) => {
      times.push(time);
      const { userIndex, itemIndex, dense } = batch;
      expect([userIndex[row], itemIndex[row], dense[0][row]]).toEqual([time, 2 * time, time / 4]);
    });
  }
  return { times, sizes };
}

test('one file a day, an empty one where nothing happened', async () => {
  const corpus = join(folder, 'days');
  const days = new DayFiles(corpus, ['price'], [10, 20, 30, 40, 50]);
  for (const time of [20, 29, 40]) await add(days, time, time === 29 ? 0 : 1);
  await days.close();
  expect(days.impressionsPerDay).toEqual([0, 2, 0, 1]);
  expect(days.clicksPerDay).toEqual([0, 1, 0, 1]);
  const found = await Promise.all([1, 2, 3, 4].map((day) => read(corpus, day)));
  expect(found.map(({ times }) => times)).toEqual([[], [20, 29], [], [40]]);
  expect(readdirSync(join(corpus, 'days')).sort()).toEqual(
    [1, 2, 3, 4].map((day) => `day-00${day}.arrow`),
  );
});

test('a long day is written in batches of 16,384', async () => {
  const corpus = join(folder, 'long');
  const days = new DayFiles(corpus, ['price'], [0, 100_000]);
  for (let time = 0; time < 40_000; time++) await add(days, time, 0);
  await days.close();
  const { times, sizes } = await read(corpus, 1);
  expect(sizes).toEqual([16384, 16384, 40_000 - 2 * 16384]);
  expect(times).toEqual(Array.from({ length: 40_000 }, (_, i) => i));
});

test('after a failure no file has its final name', async () => {
  const corpus = join(folder, 'failed');
  const days = new DayFiles(corpus, ['price'], [0, 10]);
  await add(days, 5, 1);
  await days.abort();
  expect(existsSync(dayPath(corpus, 1))).toBe(false);
  expect(readdirSync(join(corpus, 'days'))).toEqual([]);
});
