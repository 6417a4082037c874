import { expect, test } from 'vitest';
import { AgeBands } from '../../../src/data/negatives/age-bands.ts';
import { Rng } from '../../../src/util/rng.ts';
import { HOUR_MS, randomClicks } from './random-clicks.ts';

test('agrees with a look at every item’s last click, and tells each change', () => {
  const limits = [HOUR_MS / 4, HOUR_MS, 3 * HOUR_MS];
  const bands = new AgeBands(40, limits);
  const last = new Array<number>(40).fill(NaN);
  const told = new Array<number>(40).fill(4);
  const rng = Rng.fromSeed(4);
  // Every third item is rare, so that bands are passed in one step and rings run empty.
  const clicks = randomClicks(3000, 60, rng).map(({ item, timeMs }) => ({
    item: item < 40 ? item : 3 * (item % 13) + 1,
    timeMs,
  }));
  let pauseMs = 0;
  clicks.forEach(({ item, timeMs }, i) => {
    if (i % 200 === 199) pauseMs += 5 * HOUR_MS;
    const now = timeMs + pauseMs;
    bands.advanceTo(now, (changed) => (told[changed] = bands.bandOf(changed)));
    const expected = last.map((lastMs) => {
      const age = now - lastMs;
      return Number.isNaN(age) ? 4 : limits.filter((limit) => age > limit).length;
    });
    expect(last.map((_, other) => bands.bandOf(other))).toEqual(expected);
    expect(told).toEqual(expected);
    bands.add(item, now);
    last[item] = now;
    told[item] = 0;
  });
  expect(bands.numBands).toBe(5);
});
