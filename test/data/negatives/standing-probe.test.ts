import { describe, expect, test } from 'vitest';
import { StandingProbe } from '../../../src/data/negatives/standing-probe.ts';
import { Rng } from '../../../src/util/rng.ts';
import { HOUR_MS } from './random-clicks.ts';

const DAY_MS = 24 * HOUR_MS;

describe('StandingProbe', () => {
  test('is what a table by hand gives', () => {
    const probe = new StandingProbe(10, 1);
    // Day 1: items 0-3 new and clicked, 4-7 new and not; then 0 and 1 within the window, one of them clicked.
    for (let item = 0; item < 8; item++) probe.add(item, 0, item < 4 ? 1 : 0, 1);
    probe.add(0, 1000, 1, 1);
    probe.add(1, 1000, 0, 1);
    // Day 2: all out of the window.
    probe.add(0, DAY_MS, 1, 2);
    probe.add(9, DAY_MS, 0, 2);
    const { ne, first_impressions: first, first_impressions_clicked: clicked } = probe.result();
    const entropy = Math.LN2; // one click of two
    const rate = 0.5; // 5 of 10 on day 1
    // Out of the window: 4 of 8 clicked on day 1. Shown before: item 0 twice, never seen on day 1; item 9 never, 4 of 8.
    const p = (4 + 20 * rate) / (8 + 20);
    expect(ne?.in_window).toBeCloseTo(-(Math.log(p) + Math.log(1 - p)) / 2 / entropy, 12);
    expect(ne?.all).toBeCloseTo(-(Math.log(0.5) + Math.log(1 - p)) / 2 / entropy, 12);
    expect([first, clicked]).toEqual([9, 4]);
  });

  test('an instant’s impressions do not count for one another', () => {
    const probe = new StandingProbe(1, 1);
    probe.add(0, 5, 0, 1);
    probe.add(0, 5, 1, 1);
    probe.add(0, 6, 1, 1);
    expect(probe.result()).toEqual({
      ne: null,
      first_impressions: 2,
      first_impressions_clicked: 1,
    });
  });

  /** Ten days of clicks on items of uneven popularity, one negative each by a rule. */
  function probeRule(negativeOf: (active: readonly number[], rng: Rng) => number): StandingProbe {
    const rng = Rng.fromSeed(12);
    const probe = new StandingProbe(500, 1);
    let active: { item: number; timeMs: number }[] = [];
    for (let i = 0; i < 20_000; i++) {
      const timeMs = (i * 10 * DAY_MS) / 20_000;
      const day = 1 + Math.floor(timeMs / DAY_MS);
      active = active.filter((click) => click.timeMs >= timeMs - HOUR_MS);
      const item = Math.floor(500 * rng.uniform() ** 2);
      probe.add(item, timeMs, 1, day);
      const items = active.map((click) => click.item);
      probe.add(negativeOf(items, rng), timeMs, 0, day);
      active.push({ item, timeMs });
    }
    return probe;
  }

  test('finds that negatives come from the items of the window alone', () => {
    const leaky = probeRule((active, rng) =>
      active.length > 0 ? active[rng.int(active.length)] : 0,
    );
    expect(leaky.result().ne?.in_window).toBeLessThan(0.5);
  });

  test('finds nothing where negatives are drawn as clicks are', () => {
    const fair = probeRule((_, rng) => Math.floor(500 * rng.uniform() ** 2)).result();
    for (const ne of Object.values(fair.ne ?? {})) expect(Math.abs(ne - 1)).toBeLessThan(0.005);
    const share = fair.first_impressions_clicked / fair.first_impressions;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.08);
  });
});
