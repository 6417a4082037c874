import { expect, test } from 'vitest';
import { estimateHalfLife } from '../../src/metrics/half-life.ts';
import type { ItemDays } from '../../src/metrics/half-life.ts';
import { Rng } from '../../src/util/rng.ts';

test('by hand: 2 of 4 items go in 10 days at which one could', () => {
  const items = [
    { entry: 1, last: 2 }, // goes: 2 days
    { entry: 1, last: 9 }, // lives to the end of what is followed, day 5: 4 days
    { entry: 3, last: 3 }, // goes: 1 day
    { entry: 2, last: 5 }, // not known to be gone: 3 days
    { entry: 8, last: 9 }, // comes too late to be followed
  ];
  const { days, gone, itemDays, items: followed, survival } = estimateHalfLife(items, 9, 4);
  expect([followed, gone, itemDays]).toEqual([4, 2, 10]);
  expect(days).toBeCloseTo(Math.LN2 / -Math.log(1 - 2 / 10), 12);
  expect(survival.map(({ lag, items: able, alive }) => [lag, able, alive])).toEqual([
    [1, 4, 0.75],
    [2, 4, 0.5],
    [4, 2, 0.5],
  ]);
});

test('where none goes there is a low end alone: three would be expected there', () => {
  const { days, ci95 } = estimateHalfLife(
    Array.from({ length: 50 }, () => ({ entry: 1, last: 12 })),
    12,
    1,
  );
  expect([days, ci95[1]]).toEqual([Infinity, Infinity]);
  expect(50 * 10 * (1 - 2 ** (-1 / ci95[0]))).toBeCloseTo(3, 1);
  expect(estimateHalfLife([], 12, 1).days).toBeNaN();
});

/** Items that come on any day and go at each with one chance, in a log of 15 days. */
function drawItems(halfLife: number, count: number, rng: Rng): ItemDays[] {
  const stays = 2 ** (-1 / halfLife);
  return Array.from({ length: count }, () => {
    const entry = 1 + rng.int(12);
    let last = entry;
    while (rng.uniform() < stays && last < 15) last += 1;
    return { entry, last };
  });
}

test.each([1, 4, 30])('a half-life of %d days lies in 93 to 97 of 100 intervals', (halfLife) => {
  const rng = Rng.fromSeed(halfLife);
  let covered = 0;
  for (let i = 0; i < 1000; i++) {
    const { ci95 } = estimateHalfLife(drawItems(halfLife, 150, rng), 15, 2);
    if (ci95[0] <= halfLife && halfLife <= ci95[1]) covered += 1;
  }
  expect(covered).toBeGreaterThan(930);
  // Counts are whole: where few go the interval is a little wide.
  expect(covered).toBeLessThan(985);
});
