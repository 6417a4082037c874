import { describe, expect, test } from 'vitest';
import {
  describeNegativeRule,
  NegativeSampler,
} from '../../../src/data/negatives/negative-sampler.ts';
import { Rng } from '../../../src/util/rng.ts';
import { HOUR_MS, randomClicks } from './random-clicks.ts';

function samplerOf(numItems: number, perClick: number): NegativeSampler {
  return new NegativeSampler(numItems, { perClick, windowHours: 1 }, Rng.fromSeed(3));
}

/** One click and what was drawn beside it. */
interface Draw {
  readonly clicked: number;
  readonly drawn: readonly number[];
}

/** A click every `everyMs`, each of a user of its own. */
function drawBeside(
  sampler: NegativeSampler,
  items: readonly number[],
  perClick: number,
  everyMs: number,
): Draw[] {
  const out = new Int32Array(perClick);
  return items.map((clicked, i) => {
    sampler.advanceTo(i * everyMs);
    sampler.exclude([clicked], 0, 1);
    const drawn = Array.from(out.subarray(0, sampler.draw(clicked, out)));
    sampler.add(clicked, i * everyMs);
    return { clicked, drawn };
  });
}

describe('NegativeSampler', () => {
  test('gives different items, never those that the user clicks at that moment', () => {
    const clicks = randomClicks(2000, 30, Rng.fromSeed(2));
    const sampler = samplerOf(30, 4);
    const out = new Int32Array(4);
    for (let start = 0; start < clicks.length;) {
      const { timeMs } = clicks[start];
      let end = start;
      while (end < clicks.length && clicks[end].timeMs === timeMs) end += 1;
      const basket = clicks.slice(start, end).map((click) => click.item);
      sampler.advanceTo(timeMs);
      sampler.exclude(basket, 0, basket.length);
      for (const item of basket) {
        expect(sampler.draw(item, out)).toBe(4);
        expect(new Set([...out, ...basket]).size).toBe(4 + new Set(basket).size);
      }
      for (const item of basket) sampler.add(item, timeMs);
      start = end;
    }
  });

  test('beside a click on an item that nobody clicked before are others that nobody did', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const before = new Set<number>();
    for (const { clicked, drawn } of drawBeside(samplerOf(1000, 4), items, 4, 1000)) {
      expect(drawn.filter((item) => before.has(item))).toEqual([]);
      before.add(clicked);
    }
  });

  test('beside a click on an item of a crowd are others of that crowd', () => {
    // Items 0-39 once each, 40-79 four times each.
    const warmUp = Array.from({ length: 200 }, (_, i) => (i < 160 ? 40 + (i % 40) : i - 160));
    const sampler = samplerOf(80, 3);
    drawBeside(sampler, warmUp, 3, 0);
    sampler.advanceTo(HOUR_MS / 8);
    const out = new Int32Array(3);
    for (const [item, low, high] of [
      [5, 0, 40],
      [60, 40, 80],
    ]) {
      sampler.exclude([item], 0, 1);
      const drawn: number[] = [];
      for (let i = 0; i < 600; i++) {
        sampler.draw(item, out);
        if (i >= 300) drawn.push(...out); // the urn holds this click's standing alone by then
      }
      expect(drawn.filter((other) => other < low || other >= high)).toEqual([]);
    }
  });

  test('of the one item that stands alone there are as many negatives for each click as wanted', () => {
    // Item 0 has a tenth of all clicks, 1 to 90 share the rest: in that window nothing stands as 0 does.
    const rng = Rng.fromSeed(11);
    const items = Array.from({ length: 20_000 }, () => (rng.uniform() < 0.1 ? 0 : 1 + rng.int(90)));
    const draws = drawBeside(samplerOf(91, 4), items, 4, 2000).slice(2000);
    const clicks = draws.filter(({ clicked }) => clicked === 0).length;
    const shown = draws.filter(({ drawn }) => drawn.includes(0)).length;
    expect(shown / clicks).toBeGreaterThan(3.8);
    expect(shown / clicks).toBeLessThan(4.2);
    // Nor are they mostly shown right after its clicks: one in ten moments follows a click on it.
    const after = draws.filter(
      ({ drawn }, i) => i > 0 && drawn.includes(0) && draws[i - 1].clicked === 0,
    );
    expect(after.length / shown).toBeGreaterThan(0.085);
    expect(after.length / shown).toBeLessThan(0.13);
  });

  test('gives fewer only where there are fewer items', () => {
    const sampler = samplerOf(4, 3);
    const out = new Int32Array(3);
    sampler.exclude([2], 0, 1);
    expect(sampler.draw(2, out)).toBe(3);
    expect(Array.from(out).sort()).toEqual([0, 1, 3]);
    sampler.exclude([1, 2], 0, 2);
    expect(sampler.draw(2, out)).toBe(2);
    expect(Array.from(out.subarray(0, 2)).sort()).toEqual([0, 3]);
    sampler.exclude([0, 1, 2, 3], 0, 4);
    expect(sampler.draw(0, out)).toBe(0);
  });
});

test('the rule in words names number and window', () => {
  expect(describeNegativeRule({ perClick: 4, windowHours: 3 })).toMatch(
    /^for each click, 4 different items, each drawn from .* in the last 3 hours/,
  );
  expect(describeNegativeRule({ perClick: 0, windowHours: 1 })).toMatch(/^none/);
});
