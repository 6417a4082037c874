import { expect, test } from 'vitest';
import { estimateOverSeeds } from '../../src/metrics/estimate.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { meanInterval } from '../../src/metrics/interval.ts';
import type { Interval } from '../../src/metrics/interval.ts';
import { Rng } from '../../src/util/rng.ts';
import { drawMeans, drawSample } from './crossed-sample.ts';
import type { Effects } from './crossed-sample.ts';

const EFFECTS: Effects = { user: 0.3, item: 0.3, noise: 1, seed: 0.03, itemBySeed: 0.1 };

/** The share of made-up logs whose interval has the true mean, 0, in it. */
function coverage(
  numSeeds: number,
  effects: Effects,
  intervalOf: (bySeed: readonly Measurement[]) => Interval | undefined,
  logs = 400,
): number {
  const rng = Rng.fromSeed(11).split(numSeeds);
  let covered = 0;
  for (let log = 0; log < logs; log++) {
    const sample = drawSample(rng, { users: 150, items: 200, impressions: 1500 });
    const [low, high] = intervalOf(drawMeans(rng, sample, numSeeds, effects)) ?? [NaN, NaN];
    if (low <= 0 && high >= 0) covered++;
  }
  return covered / logs;
}

const twoWay = (bySeed: readonly Measurement[]) => estimateOverSeeds(bySeed).ci95;
const overSeeds = (bySeed: readonly Measurement[]) =>
  meanInterval(bySeed.map(({ value }) => value));

// The standard error of a share of 400 is 1.1 %.
test.each<[string, number, Partial<Effects>]>([
  ['two seeds', 2, {}],
  ['four seeds', 4, {}],
  ['one seed, and no difference between seeds', 1, { seed: 0, itemBySeed: 0 }],
  ['three seeds that decide it', 3, { seed: 0.3 }],
])(
  'crossed users, items and seeds: the interval covers the truth 93 to 98 times of 100: %s',
  (_, seeds, change) => {
    const covered = coverage(seeds, { ...EFFECTS, ...change }, twoWay);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(covered).toBeLessThanOrEqual(0.985);
  },
);

test('over seeds alone, or over users alone, an interval of the same data covers far too seldom', () => {
  expect(coverage(4, EFFECTS, overSeeds)).toBeLessThan(0.8);
  const overUsers = (bySeed: readonly Measurement[]): Interval => {
    const { value, crossed } = estimateOverSeeds(bySeed);
    const half = 1.96 * Math.sqrt(crossed?.users ?? NaN);
    return [value - half, value + half];
  };
  expect(coverage(1, { ...EFFECTS, seed: 0, itemBySeed: 0 }, overUsers)).toBeLessThan(0.85);
});

test('sources: seeds from two on, users and items where all seeds have influences on one sample', () => {
  const rng = Rng.fromSeed(1);
  const sample = drawSample(rng, { users: 20, items: 20, impressions: 100 });
  const other = drawSample(rng, { users: 20, items: 20, impressions: 100 });
  const [a, b] = drawMeans(rng, sample, 2, EFFECTS);
  const [elsewhere] = drawMeans(rng, other, 1, EFFECTS);
  const sourcesOf = (...bySeed: Measurement[]) => estimateOverSeeds(bySeed).sources;
  expect(sourcesOf(a, b)).toEqual(['seeds', 'users', 'items']);
  expect(sourcesOf(a)).toEqual(['users', 'items']);
  expect(sourcesOf(a, { value: 1 })).toEqual(['seeds']);
  expect(sourcesOf(a, elsewhere)).toEqual(['seeds']);
  expect(sourcesOf({ value: 1 })).toEqual([]);
  expect(estimateOverSeeds([{ value: 1 }]).ci95).toBeUndefined();
  const worlds = estimateOverSeeds([a, elsewhere], { areWorlds: true });
  expect(worlds.sources).toEqual(['seeds', 'worlds']);
  expect(worlds.ci95).toEqual(meanInterval([a.value, elsewhere.value]));
});
