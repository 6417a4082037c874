import { expect, test } from 'vitest';
import { estimateOverSeeds } from '../../src/metrics/estimate.ts';
import { pairedDifferences, pOfVerdict, verdictOf } from '../../src/metrics/verdict.ts';
import type { BySeed, Expectation } from '../../src/metrics/verdict.ts';

const bySeed = (values: Readonly<Record<number, number>>): BySeed =>
  new Map(Object.entries(values).map(([seed, value]) => [Number(seed), { value }]));

test('differences are paired by seed; a seed that one side lacks does not count', () => {
  const of = bySeed({ 1: 0.9, 2: 0.6, 3: 0.5, 5: NaN });
  const than = bySeed({ 2: 0.8, 1: 1, 4: 0.7, 5: 1 });
  const percent = pairedDifferences(of, than, 'percent');
  expect([...percent.keys()]).toEqual([1, 2]);
  expect(percent.get(1)?.value).toBeCloseTo(-10, 10);
  expect(percent.get(2)?.value).toBeCloseTo(-25, 10);
  expect(pairedDifferences(of, than, 'absolute').get(2)?.value).toBeCloseTo(-0.2, 12);
  expect(pairedDifferences(of, 0.5, 'absolute').get(2)?.value).toBeCloseTo(0.1, 12);
  // No percent of nothing.
  expect(pairedDifferences(bySeed({ 1: 2 }), bySeed({ 1: 0 }), 'percent').size).toBe(0);
});

// Two seeds a, b: the half-width is 12.706 |a - b| / 2.
test.each<[readonly number[], Expectation, number, string]>([
  [[-1, -1.1], 'lower', 0, 'holds'], // -1.05 -+ 0.64
  [[-1, -1.1], 'higher', 0, 'does not hold'],
  [[1, 1.1], 'lower', 0, 'does not hold'],
  [[1, 1.1], 'higher', 0, 'holds'],
  [[1, 1.2], 'higher', 0, 'undecided'], // 1.1 -+ 1.27
  [[0.1, 0.2], 'equal', 0.8, 'holds'], // 0.15 -+ 0.64: -0.49 to 0.79
  [[0.1, 0.2], 'equal', 0.7, 'undecided'],
  [[1, 1.1], 'equal', 0.4, 'does not hold'], // 0.41 to 1.69
  [[-1, -1.1], 'equal', 0.4, 'does not hold'],
  [[1, 1.1], 'equal', 0.5, 'undecided'],
  [[1], 'lower', 0, 'undecided'], // no interval
])('%j, expected %s (margin %d): %s, as p says', (values, expected, margin, verdict) => {
  const estimate = estimateOverSeeds(values.map((value) => ({ value })));
  expect(verdictOf(estimate, expected, margin)).toBe(verdict);
  if (values.length > 1) {
    expect(pOfVerdict(estimate, expected, margin) < 0.05).toBe(verdict !== 'undecided');
  }
});

test('p by hand: with two seeds t is Cauchy, so p = 1 - 2 / pi atan(t)', () => {
  const estimate = estimateOverSeeds([{ value: 1 }, { value: 1.2 }]);
  const cauchy = (t: number): number => 1 - (2 / Math.PI) * Math.atan(t);
  expect(pOfVerdict(estimate, 'lower', 0)).toBeCloseTo(cauchy(1.1 / 0.1), 6);
  expect(pOfVerdict(estimate, 'equal', 1.5)).toBeCloseTo(cauchy(0.4 / 0.1), 6);
  expect(pOfVerdict(estimate, 'equal', 0.9)).toBeCloseTo(cauchy(0.2 / 0.1), 6);
});
