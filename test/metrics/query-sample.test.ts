import { expect, test } from 'vitest';
import { createQuerySample, queryDifference, queryMean } from '../../src/metrics/query-sample.ts';
import { shareInterval } from '../../src/metrics/share-interval.ts';
import { Rng } from '../../src/util/rng.ts';

/** Each query wants one item; who asked is the query itself. */
function sampleOf(targets: readonly number[]) {
  const queryIndex = Int32Array.from(targets.keys());
  const targetIndex = Int32Array.from(targets);
  return createQuerySample(targets.length, { queryIndex, targetIndex, userIndex: queryIndex });
}

const NORMAL = { degreesOfFreedom: 1e9 };

test("Wilson's interval by hand: 8 of 10 is 0.4902 to 0.9433", () => {
  const [low, high] = shareInterval(0.8, { variance: 0.016, ...NORMAL }, 10) ?? [];
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
});

test('all hits of 30 queries is no point: 0.8865 to 1; of none, 0 to the same', () => {
  const [low, high] = shareInterval(1, { variance: 0, ...NORMAL }, 30) ?? [];
  expect(low).toBeCloseTo(1 / (1 + 1.959964 ** 2 / 30), 4);
  expect(high).toBe(1);
  expect(shareInterval(0, { variance: 0, ...NORMAL }, 30)?.[0]).toBe(0);
  expect(shareInterval(0.5, { variance: NaN, ...NORMAL }, 30)).toBeUndefined();
});

test('independent queries: the variance is that of a mean of 12 values', () => {
  const values = Float64Array.from([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1]);
  const { value, ci95 } = queryMean(values, sampleOf([...values.keys()]));
  expect(value).toBe(0.75);
  expect(ci95?.[0]).toBeGreaterThan(0.3);
  expect(ci95?.[0]).toBeLessThan(0.5);
  expect(ci95?.[1]).toBeLessThan(0.95);
});

test('copies of queries for one item are no new evidence', () => {
  const values = [1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1];
  const copied = values.flatMap((value) => Array.from({ length: 50 }, () => value));
  const once = queryMean(Float64Array.from(values), sampleOf([...values.keys()]));
  const often = queryMean(
    Float64Array.from(copied),
    sampleOf(copied.map((_, i) => Math.floor(i / 50))),
  );
  expect(often.value).toBeCloseTo(once.value, 12);
  expect(often.ci95?.[0]).toBeCloseTo(once.ci95?.[0] ?? NaN, 6);
  expect(often.ci95?.[1]).toBeCloseTo(once.ci95?.[1] ?? NaN, 6);
});

test('queries that all want one item tell nothing of other items: no interval', () => {
  expect(queryMean(Float64Array.of(1, 0, 1, 1), sampleOf([3, 3, 3, 3])).ci95).toBeUndefined();
  expect(queryMean(Float64Array.of(1, 1, 1, 1), sampleOf([3, 3, 3, 3])).ci95).toBeUndefined();
  const { ci95, p } = queryDifference(
    Float64Array.of(1, 0, 1, 1),
    Float64Array.of(1, 1, 1, 1),
    sampleOf([3, 3, 3, 3]),
  );
  expect([ci95, p]).toEqual([undefined, undefined]);
});

test('a query with several relevant items counts once, and shares each of them', () => {
  const pairs = [
    [0, 7],
    [0, 8],
    [1, 8],
    [2, 9],
  ];
  const queries = createQuerySample(3, {
    queryIndex: Int32Array.from(pairs, ([query]) => query),
    targetIndex: Int32Array.from(pairs, ([, target]) => target),
    userIndex: Int32Array.from(pairs, ([query]) => query),
  });
  expect(queryMean(Float64Array.of(1, 0, 1), queries).value).toBeCloseTo(2 / 3, 12);
});

test('a difference is paired: what both find alike does not widen it', () => {
  const rng = Rng.fromSeed(3);
  const base = Float64Array.from({ length: 400 }, () => rng.int(2));
  const better = base.map((value, i) => (value === 0 && i % 5 === 0 ? 1 : value));
  const queries = sampleOf([...base.keys()]);
  const { value, ci95, p } = queryDifference(better, base, queries);
  expect(value).toBeGreaterThan(0.05);
  expect(ci95?.[0]).toBeGreaterThan(0);
  expect(p).toBeLessThan(1e-6);
  expect(queryDifference(base, base, queries)).toEqual({ value: 0, ci95: [0, 0], p: 1 });
});

test('95 % intervals cover 95 %: few wanted items, several queries each, shares near 1', () => {
  const rng = Rng.fromSeed(11);
  const repetitions = 1500;
  for (const rate of [0.5, 0.95]) {
    let covered = 0;
    for (let i = 0; i < repetitions; i++) {
      const targets: number[] = [];
      const hits: number[] = [];
      for (let target = 0; target < 40; target++) {
        // Half of a target's queries go the way of the target.
        const common = rng.uniform() < rate ? 1 : 0;
        for (let query = 0; query < 3; query++) {
          targets.push(target);
          const own = rng.uniform() < rate ? 1 : 0;
          hits.push(rng.uniform() < 0.7 ? common : own);
        }
      }
      const { ci95 } = queryMean(Float64Array.from(hits), sampleOf(targets));
      if (ci95 !== undefined && ci95[0] <= rate && rate <= ci95[1]) covered += 1;
    }
    expect(covered / repetitions, String(rate)).toBeGreaterThan(0.93);
    expect(covered / repetitions, String(rate)).toBeLessThan(0.985);
  }
});
