import { expect, test } from 'vitest';
import { judge, pairedDifferences } from '../../src/metrics/verdict.ts';
import type { Expectation } from '../../src/metrics/verdict.ts';

test('differences are paired by seed; a seed that one side lacks does not count', () => {
  const of = new Map([
    [1, 0.9],
    [2, 0.6],
    [3, 0.5],
    [5, NaN],
  ]);
  const than = new Map([
    [2, 0.8],
    [1, 1],
    [4, 0.7],
    [5, 1],
  ]);
  const percent = pairedDifferences(of, than, 'percent');
  expect([...percent.keys()]).toEqual([1, 2]);
  expect(percent.get(1)).toBeCloseTo(-10, 10);
  expect(percent.get(2)).toBeCloseTo(-25, 10);
  expect(pairedDifferences(of, than, 'absolute').get(2)).toBeCloseTo(-0.2, 12);
  // No percent of nothing.
  expect(pairedDifferences(new Map([[1, 2]]), new Map([[1, 0]]), 'percent').size).toBe(0);
});

test('mean and interval by hand: 1, 2, 3 have deviation 1, so 2 -+ 4.303 / sqrt 3', () => {
  const { difference, ci95, verdict } = judge([1, 2, 3], 'higher', 0);
  expect(difference).toBe(2);
  expect(ci95[0]).toBeCloseTo(2 - 2.4843, 3);
  expect(ci95[1]).toBeCloseTo(2 + 2.4843, 3);
  expect(verdict).toBe('undecided');
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
])('%j, expected %s (margin %d): %s', (differences, expected, margin, verdict) => {
  expect(judge(differences, expected, margin).verdict).toBe(verdict);
});

test('one seed has no interval', () => {
  expect(() => judge([1], 'lower', 0)).toThrow('two seeds');
});
