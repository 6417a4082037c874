import { describe, expect, test } from 'vitest';
import { ClickWindow } from '../../../src/data/negatives/click-window.ts';
import { Rng } from '../../../src/util/rng.ts';
import { HOUR_MS, randomClicks } from './random-clicks.ts';

describe('ClickWindow', () => {
  test('agrees with a filter over the whole log', () => {
    const rng = Rng.fromSeed(1);
    const clicks = randomClicks(3000, 40, rng);
    const window = new ClickWindow(40);
    clicks.forEach((click, i) => {
      const countBefore = window.numClicks;
      const dropped: number[] = [];
      window.dropBefore(click.timeMs - HOUR_MS, (item) => dropped.push(item));
      expect(dropped).toHaveLength(countBefore - window.numClicks);
      const kept = clicks.slice(0, i).filter((other) => other.timeMs >= click.timeMs - HOUR_MS);
      expect(window.numClicks).toBe(kept.length);
      const items = kept.map((other) => other.item);
      expect(Array.from(kept, (_, k) => window.clickedItem(k))).toEqual(items);
      const counts = new Array<number>(40).fill(0);
      for (const item of items) counts[item] += 1;
      expect(counts.map((_, item) => window.clicksOf(item))).toEqual(counts);
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
