import { describe, expect, test } from 'vitest';
import { ClickWindow } from '../../../src/data/negatives/click-window.ts';
import {
  describeNegativeRule,
  NegativeSampler,
} from '../../../src/data/negatives/negative-sampler.ts';
import type { NegativesBy } from '../../../src/data/negatives/negative-sampler.ts';
import { Rng } from '../../../src/util/rng.ts';

const HOUR_MS = 3_600_000;

interface Click {
  readonly item: number;
  readonly timeMs: number;
}

function randomClicks(count: number, numItems: number, rng: Rng): Click[] {
  let timeMs = 0;
  return Array.from({ length: count }, () => {
    if (rng.uniform() < 0.7) timeMs += rng.int(HOUR_MS / 4);
    return { item: rng.int(numItems), timeMs };
  });
}

describe('ClickWindow', () => {
  test('agrees with a filter over the whole log', () => {
    const rng = Rng.fromSeed(1);
    const clicks = randomClicks(3000, 40, rng);
    const window = new ClickWindow(40);
    clicks.forEach((click, i) => {
      window.dropBefore(click.timeMs - HOUR_MS);
      const kept = clicks.slice(0, i).filter((other) => other.timeMs >= click.timeMs - HOUR_MS);
      expect(window.numClicks).toBe(kept.length);
      const items = kept.map((other) => other.item);
      expect(Array.from(kept, (_, k) => window.clickedItem(k))).toEqual(items);
      const active = Array.from({ length: window.numActive }, (_, k) => window.activeItem(k));
      expect(active.sort()).toEqual([...new Set(items)].sort());
      for (const item of active) {
        expect(window.clicksOf(item)).toBe(items.filter((other) => other === item).length);
      }
      window.add(click.item, click.timeMs);
    });
  });

  test('grows beyond its first room without losing the order', () => {
    const window = new ClickWindow(5000);
    for (let i = 0; i < 700; i++) window.add(i, i);
    window.dropBefore(500);
    for (let i = 700; i < 5000; i++) window.add(i, i);
    expect(window.numClicks).toBe(4500);
    expect(window.clickedItem(0)).toBe(500);
    expect(window.clickedItem(4499)).toBe(4999);
  });
});

/** A sampler whose window holds the given items, clicked once each in this order. */
function samplerOver(items: readonly number[], by: NegativesBy, perClick: number): NegativeSampler {
  const rule = { perClick, by, windowHours: 1 };
  const sampler = new NegativeSampler(20, rule, Rng.fromSeed(3));
  for (const item of items) sampler.add(item, 0);
  sampler.advanceTo(1);
  return sampler;
}

/** How often each item is drawn first. */
function countFirst(
  sampler: NegativeSampler,
  excluded: readonly number[],
  draws: number,
): number[] {
  const counts = new Array<number>(20).fill(0);
  const out = new Int32Array(8);
  sampler.exclude(excluded, 0, excluded.length);
  for (let i = 0; i < draws; i++) {
    sampler.draw(out);
    counts[out[0]] += 1;
  }
  return counts;
}

/** Pearson's statistic; its mean is the number of cells less one. */
function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, i) => {
    return expected[i] === 0 ? sum : sum + (count - expected[i]) ** 2 / expected[i];
  }, 0);
}

describe('NegativeSampler', () => {
  test.each(['uniform', 'popularity'] as const)(
    'draws only what a slow plain rule allows (%s)',
    (by) => {
      const rng = Rng.fromSeed(2);
      const clicks = randomClicks(2000, 30, rng);
      const rule = { perClick: 4, by, windowHours: 0.5 };
      const sampler = new NegativeSampler(30, rule, Rng.fromSeed(9));
      const out = new Int32Array(4);
      for (let start = 0; start < clicks.length;) {
        const { timeMs } = clicks[start];
        let end = start;
        while (end < clicks.length && clicks[end].timeMs === timeMs) end += 1;
        sampler.advanceTo(timeMs);
        const basket = clicks.slice(start, end).map((click) => click.item);
        const allowed = new Set(
          clicks
            .filter((c) => c.timeMs < timeMs && c.timeMs >= timeMs - HOUR_MS / 2)
            .map((c) => c.item)
            .filter((item) => !basket.includes(item)),
        );
        sampler.exclude(basket, 0, basket.length);
        for (let i = start; i < end; i++) {
          const drawn = Array.from(out.subarray(0, sampler.draw(out)));
          expect(drawn.length).toBe(Math.min(4, allowed.size));
          expect(new Set(drawn).size).toBe(drawn.length);
          for (const item of drawn) expect(allowed.has(item)).toBe(true);
        }
        for (let i = start; i < end; i++) sampler.add(clicks[i].item, timeMs);
        start = end;
      }
    },
  );

  test('is uniform over the active items, however often they were clicked', () => {
    const sampler = samplerOver([0, 1, 2, 2, 2, 2, 2, 3, 4], 'uniform', 2);
    const counts = countFirst(sampler, [4], 20_000);
    const expected = [5000, 5000, 5000, 5000];
    expect(counts.slice(4).every((count) => count === 0)).toBe(true);
    expect(chiSquare(counts.slice(0, 4), expected)).toBeLessThan(16.3); // 99.9 % with 3 degrees
  });

  test('weighs by clicks within the window', () => {
    const sampler = samplerOver([0, 1, 1, 2, 2, 2, 3, 3, 3, 3], 'popularity', 1);
    const counts = countFirst(sampler, [3], 24_000);
    expect(chiSquare(counts.slice(0, 3), [4000, 8000, 12_000])).toBeLessThan(13.8); // 2 degrees
  });

  test('is exact where nearly all the weight is excluded', () => {
    const busy = new Array<number>(3000).fill(5);
    const sampler = samplerOver([0, 1, 1, ...busy], 'popularity', 1);
    const counts = countFirst(sampler, [5], 3000);
    expect(counts[0] + counts[1]).toBe(3000);
    expect(chiSquare(counts.slice(0, 2), [1000, 2000])).toBeLessThan(10.8); // 1 degree
  });

  test('gives fewer where fewer are active, and none at the start', () => {
    const out = new Int32Array(4);
    const sampler = samplerOver([7, 8, 9], 'uniform', 4);
    sampler.exclude([8], 0, 1);
    expect(sampler.draw(out)).toBe(2);
    expect(Array.from(out.subarray(0, 2)).sort()).toEqual([7, 9]);
    const empty = samplerOver([], 'uniform', 4);
    empty.exclude([1], 0, 1);
    expect(empty.draw(out)).toBe(0);
  });

  test('forgets clicks older than the window, keeps those at its edge', () => {
    const sampler = samplerOver([1], 'uniform', 1);
    sampler.exclude([0], 0, 1);
    sampler.advanceTo(HOUR_MS);
    expect(sampler.draw(new Int32Array(1))).toBe(1);
    sampler.advanceTo(HOUR_MS + 1);
    expect(sampler.draw(new Int32Array(1))).toBe(0);
  });
});

test('the rule in words names number, weight and window', () => {
  expect(describeNegativeRule({ perClick: 4, by: 'uniform', windowHours: 3 })).toMatch(
    /^for each click, 4 different items drawn uniformly from the items .* in the 3 hours before it/,
  );
  expect(describeNegativeRule({ perClick: 1, by: 'popularity', windowHours: 1 })).toContain(
    'in proportion to their clicks',
  );
  expect(describeNegativeRule({ perClick: 0, by: 'uniform', windowHours: 1 })).toMatch(/^none/);
});
