import { expect, test } from 'vitest';
import { segmentMetrics } from '../../src/metrics/segment-metrics.ts';
import { ITEM_SEGMENTS, segmentItems } from '../../src/metrics/segments.ts';
import { Rng } from '../../src/util/rng.ts';

function names(impressions: readonly number[]): string[] {
  return [...segmentItems(impressions)].map((segment) => ITEM_SEGMENTS[segment]);
}

test('cut where the cumulative share reaches 25 and 75 %', () => {
  // Of 100: 25 reach a quarter; 25 + 30 + 20 reach three quarters; the last 25 are tail.
  expect(names([30, 25, 20, 15, 10])).toEqual(['head', 'torso', 'torso', 'tail', 'tail']);
  expect(names([20, 25, 30, 10, 15])).toEqual(['torso', 'torso', 'head', 'tail', 'tail']);
  expect(names([25, 50, 25])).toEqual(['torso', 'head', 'tail']);
  // One item has all: it is head. Items never shown are new.
  expect(names([0, 7, 0])).toEqual(['new', 'head', 'new']);
  expect(names([])).toEqual([]);
});

test('equal items are taken in the order of their index', () => {
  expect(names([1, 1, 1, 1])).toEqual(['head', 'torso', 'torso', 'tail']);
});

test('shares on a skewed world come out as the definition says', () => {
  const rng = Rng.fromSeed(2);
  const impressions = Array.from({ length: 5000 }, (_, rank) =>
    Math.floor((1e5 / (rank + 1) ** 1.1) * (0.5 + rng.uniform())),
  );
  const segments = segmentItems(impressions);
  const total = impressions.reduce((a, b) => a + b);
  const share = (wanted: number): number =>
    impressions.reduce((sum, count, item) => sum + (segments[item] === wanted ? count : 0), 0) /
    total;
  const largest = Math.max(...impressions) / total;
  expect(share(0)).toBeGreaterThanOrEqual(0.25);
  expect(share(0)).toBeLessThan(0.25 + largest);
  expect(share(0) + share(1)).toBeGreaterThanOrEqual(0.75);
  expect(share(0) + share(1)).toBeLessThan(0.75 + largest);
  expect(share(3)).toBe(0);
});

test('the parts are disjoint, add up to all, and have their own rates', () => {
  const segment_N = Uint8Array.of(0, 1, 2, 3);
  const metrics = segmentMetrics(
    {
      itemIndex: [0, 0, 1, 1, 3, 3, 3],
      label: [1, 0, 1, 1, 0, 0, 1],
      probability: [0.5, 0.5, 0.9, 0.9, 0.2, 0.4, 0.4],
    },
    segment_N,
  );
  expect(metrics.map((part) => [part.segment, part.impressions, part.items])).toEqual([
    ['head', 2, 1],
    ['torso', 2, 1],
    ['tail', 0, 0],
    ['new', 3, 1],
    ['all', 7, 3],
  ]);
  const [head, torso, tail, fresh] = metrics;
  expect(head.ne).toBeCloseTo(1, 12);
  expect(head.auc).toBe(0.5);
  expect(torso).toMatchObject({ labelRate: 1, ne: NaN, auc: NaN });
  expect(torso.logLoss).toBeCloseTo(-Math.log(0.9), 12);
  expect(tail.ne).toBeNaN();
  expect(fresh.auc).toBe(1.5 / 2);
  expect(fresh.calibration).toBeCloseTo(1, 12);
});

test('one constant for all segments, that which is best for all impressions', () => {
  // All odds are doubled by it (test/metrics/calibration.test.ts); the head alone would want its own.
  const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
  const [head, torso, , , all] = segmentMetrics(
    {
      itemIndex: [...times(10, 0), ...times(10, 1)],
      label: [...times(6, 1), ...times(4, 0), ...times(7, 1), ...times(3, 0)],
      probability: [...times(10, 1 / 3), ...times(10, 2 / 3)],
    },
    Uint8Array.of(0, 1),
  );
  const entropy = (rate: number): number =>
    -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate);
  const loss = (rate: number, p: number): number =>
    -rate * Math.log(p) - (1 - rate) * Math.log(1 - p);
  expect(head.neRecalibrated).toBeCloseTo(loss(0.6, 1 / 2) / entropy(0.6), 12);
  expect(head.neRecalibrated).toBeGreaterThan(1);
  expect(torso.neRecalibrated).toBeCloseTo(loss(0.7, 4 / 5) / entropy(0.7), 12);
  expect(all.neRecalibrated).toBeCloseTo(
    (loss(0.6, 1 / 2) + loss(0.7, 4 / 5)) / 2 / entropy(0.65),
    12,
  );
  expect(all.neRecalibrated).toBeLessThan(all.ne);
});
