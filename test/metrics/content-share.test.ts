import { expect, test } from 'vitest';
import { measureContentShare, MOST_NEIGHBORS } from '../../src/metrics/content-share.ts';
import type { ContentShare } from '../../src/metrics/content-share.ts';
import { Rng } from '../../src/util/rng.ts';

const CLUSTERS = 60;
const OF_CLUSTER = 20;

interface Shop {
  /** Share of the items' real variance that is their cluster's. */
  readonly share: number;
  /** Standard deviation of the real click rate. */
  readonly spread: number;
  readonly impressions: number;
}

/** Items of clusters whose neighbors are their cluster's others, then those of the next. */
function measureShop({ share, spread, impressions }: Shop, rng: Rng): ContentShare {
  const numItems = CLUSTERS * OF_CLUSTER;
  const ofCluster = Array.from({ length: CLUSTERS }, () => rng.normal());
  const rates = Array.from({ length: numItems }, (_, item) => {
    const cluster = ofCluster[Math.floor(item / OF_CLUSTER)];
    return 0.3 + spread * (Math.sqrt(share) * cluster + Math.sqrt(1 - share) * rng.normal());
  });
  const excessOf = (): Float64Array =>
    Float64Array.from(rates, (rate) => {
      let clicks = 0;
      for (let i = 0; i < impressions; i++) clicks += rng.uniform() < rate ? 1 : 0;
      return clicks - 0.3 * impressions;
    });
  const shown = new Float64Array(numItems).fill(impressions);
  const nearest = new Int32Array(numItems * MOST_NEIGHBORS);
  for (let item = 0; item < numItems; item++) {
    const start = item - (item % OF_CLUSTER);
    const others = Array.from(
      { length: MOST_NEIGHBORS + 1 },
      (_, i) => (start + i) % numItems,
    ).filter((other) => other !== item);
    nearest.set(others.slice(0, MOST_NEIGHBORS), item * MOST_NEIGHBORS);
  }
  const items = { impressions_N: [shown, shown], excess_N: [excessOf(), excessOf()] } as const;
  return measureContentShare(items, nearest, rng.split('measure'));
}

test.each([0, 0.3, 0.7, 1])('a share of %d is found, whatever the noise of clicks', (share) => {
  const rng = Rng.fromSeed(7);
  const [sharp, noisy] = [200, 25].map((impressions) =>
    measureShop({ share, spread: 0.06, impressions }, rng),
  );
  expect(Math.abs(sharp.share.value - share)).toBeLessThan(0.12);
  expect(Math.abs(noisy.share.value - share)).toBeLessThan(0.25);
  expect(sharp.rateSpread).toBeCloseTo(0.06, 1);
  // Real variance over that with the noise of both halves' impressions.
  const noise = (0.3 * 0.7 - 0.06 ** 2) / 400;
  expect(sharp.reliability).toBeCloseTo(0.06 ** 2 / (0.06 ** 2 + noise), 1);
  expect(noisy.reliability).toBeLessThan(sharp.reliability);
});

test('at 0 about 95 of 100 intervals hold 0', () => {
  const rng = Rng.fromSeed(5);
  let held = 0;
  for (let i = 0; i < 40; i++) {
    const { ci95 } = measureShop({ share: 0, spread: 0.06, impressions: 30 }, rng).share;
    if (ci95[0] <= 0 && 0 <= ci95[1]) held += 1;
  }
  expect(held).toBeGreaterThanOrEqual(35);
});

test('where rates do not differ beyond noise nothing is said of their share', () => {
  const measured = measureShop({ share: 0.5, spread: 0, impressions: 30 }, Rng.fromSeed(2));
  expect(measured.share.value).toBeNaN();
  expect(measured.reliability).toBeLessThan(0.1);
});
