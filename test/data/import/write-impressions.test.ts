import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dayPath } from '../../../src/artifacts/corpus.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import { DayFiles } from '../../../src/data/import/day-files.ts';
import type { EventGroup } from '../../../src/data/import/event-groups.ts';
import { ClickWriter, writeLabeledGroup } from '../../../src/data/import/write-impressions.ts';
import { Rng } from '../../../src/util/rng.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();

/** Events of one instant: user, item, label; their one dense feature is 10 * user. */
function groupOf(timeMs: number, ...events: (readonly [number, number, number])[]): EventGroup {
  return {
    timeMs,
    size: events.length,
    user: Int32Array.from(events, ([user]) => user),
    item: Int32Array.from(events, ([, item]) => item),
    label: Uint8Array.from(events, ([, , label]) => label),
    dense: Float32Array.from(events, ([user]) => 10 * user),
  };
}

interface Row {
  readonly user: number;
  readonly item: number;
  readonly timeMs: number;
  readonly label: number;
  readonly dense: number;
}

async function readRows(corpus: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of readDay(dayPath(corpus, 1), ['d'])) {
    batch.label.forEach((label, i) =>
      rows.push({
        user: batch.userIndex[i],
        item: batch.itemIndex[i],
        timeMs: batch.timeMs[i],
        label,
        dense: batch.dense[0][i],
      }),
    );
  }
  return rows;
}

test('a click stands among its negatives, with its user, time and features', async () => {
  const corpus = join(folder, 'clicks');
  const days = new DayFiles(corpus, ['d'], [0, 1000]);
  const rule = { perClick: 2, windowHours: 1 } as const;
  const writer = new ClickWriter(days, { numItems: 9, numDense: 1, rule, rng: Rng.fromSeed(1) });
  await writer.write(groupOf(1, [0, 5, 1], [1, 6, 1]));
  await writer.write(groupOf(2, [0, 6, 1], [0, 7, 1], [0, 7, 1], [2, 8, 1]));
  const counts = { ...writer.counts };
  // Who clicks all items but 8 can be shown 8 alone, who clicks all of them nothing.
  const all = Array.from({ length: 9 }, (_, item) => item);
  await writer.write(groupOf(3, ...all.slice(0, 8).map((item) => [3, item, 1] as const)));
  await writer.write(groupOf(4, ...all.map((item) => [4, item, 1] as const)));
  await days.close();
  const rows = await readRows(corpus);

  const clicks = rows.filter((row) => row.label === 1 && row.timeMs < 3);
  expect(clicks.map(({ user, item, timeMs }) => [user, item, timeMs])).toEqual([
    [0, 5, 1],
    [1, 6, 1],
    [0, 6, 2],
    [0, 7, 2],
    [2, 8, 2],
  ]);
  const negativesOf = (user: number, timeMs: number): number[] =>
    rows
      .filter((row) => row.label === 0 && row.user === user && row.timeMs === timeMs)
      .map((row) => row.item)
      .sort();
  const basket = negativesOf(0, 2);
  expect(basket).toHaveLength(4);
  expect(basket.some((item) => item === 6 || item === 7)).toBe(false); // both clicked at that moment
  expect(new Set(negativesOf(2, 2)).size).toBe(2);
  expect(negativesOf(2, 2)).not.toContain(8);
  expect(negativesOf(3, 3)).toEqual(new Array<number>(8).fill(8));
  expect(negativesOf(4, 4)).toEqual([]);
  expect(rows.every((row) => row.dense === 10 * row.user)).toBe(true);
  expect(counts).toEqual({
    clicks: 5,
    duplicates: 1,
    negatives: 10,
    clicksWithFewer: 0,
    clicksWithNone: 0,
  });
  expect(writer.counts).toEqual({
    clicks: 22,
    duplicates: 1,
    negatives: 18,
    clicksWithFewer: 17,
    clicksWithNone: 9,
  });
});

test('the click’s place among its negatives tells nothing', async () => {
  const corpus = join(folder, 'places');
  const days = new DayFiles(corpus, ['d'], [0, 10_000]);
  const rule = { perClick: 3, windowHours: 1 } as const;
  const writer = new ClickWriter(days, { numItems: 50, numDense: 1, rule, rng: Rng.fromSeed(2) });
  await writer.write(groupOf(0, [0, 0, 1], [1, 1, 1], [2, 2, 1], [3, 3, 1], [4, 4, 1]));
  for (let time = 1; time <= 4000; time++) await writer.write(groupOf(time, [0, time % 50, 1]));
  await days.close();
  const rows = (await readRows(corpus)).slice(20);
  expect(rows).toHaveLength(16_000);
  const places = [0, 0, 0, 0];
  rows.forEach((row, i) => (places[i % 4] += row.label));
  const chiSquare = places.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(16.3); // 99.9 % with 3 degrees
});

test('a labeled log is written as it is, equal times in random order', async () => {
  const corpus = join(folder, 'labels');
  const days = new DayFiles(corpus, ['d'], [0, 1000]);
  const events = Array.from({ length: 20 }, (_, i) => [i, i, i < 10 ? 1 : 0] as const);
  await writeLabeledGroup(days, groupOf(4, ...events), 1, Rng.fromSeed(1));
  await days.close();
  const rows = await readRows(corpus);
  const sorted = [...rows].sort((a, b) => a.user - b.user);
  expect(sorted.map(({ user, item, label }) => [user, item, label])).toEqual(events);
  expect(rows.every((row) => row.dense === 10 * row.user)).toBe(true);
  expect(rows.map((row) => row.user)).not.toEqual(sorted.map((row) => row.user));
});
