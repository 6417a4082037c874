import { expect, test } from 'vitest';
import type { Claim } from '../../../src/experiments/compare/claim-config.ts';
import type { LineResult } from '../../../src/experiments/compare/collect-comparison.ts';
import { judgeClaims } from '../../../src/experiments/compare/judge-claims.ts';

function result(name: string, ne: readonly number[]): LineResult {
  const strategy = { name, embed: 'prefix', ranker: {} } as const;
  return {
    line: { name, strategy, point: {}, baseline: name },
    figures: new Map([
      ['ne/all', new Map(ne.map((value, i) => [i + 1, value]))],
      ['ne/new', new Map(ne.map((value, i) => [i + 1, value + 0.5]))],
    ]),
    ...{ seeds: [], segments: [], folders: [], gain: undefined, drift: undefined },
    ...{ tableRows: 1, tokensPerItem: 1, examplesPerSecond: 1, peakMemoryMb: 1 },
  };
}

const CLAIM: Claim = {
  ...{ paper: 'Table 6', says: '', figure: 'ne/all', thanFigure: 'ne/all' },
  ...{ of: ['a'], than: ['b'] },
  ...{ expect: 'lower', unit: 'absolute', margin: 0 },
};

const RESULTS = [
  result('a', [1, 2, 3]),
  result('b', [2, 3.1, 4]),
  result('c', [5, 5, 5]),
  result('d', [5.1, 5, 5.1]),
  result('one', [1]),
  result('none', [NaN, NaN]),
];

test('a difference, paired by seed', () => {
  const [judged] = judgeClaims([CLAIM], RESULTS);
  expect(judged.difference).toBeCloseTo(-3.1 / 3, 12);
  expect(judged).toMatchObject({ verdict: 'holds', seeds: [1, 2, 3], reason: undefined });
});

test('a difference of differences: (a - b) - (c - d)', () => {
  const [judged] = judgeClaims([{ ...CLAIM, of: ['a', 'b'], than: ['c', 'd'] }], RESULTS);
  // -1, -1.1, -1 less -0.1, 0, -0.1
  expect(judged.difference).toBeCloseTo((-0.9 - 1.1 - 0.9) / 3, 12);
  expect(judged.verdict).toBe('holds');
});

test('against a number, and against another figure of the same line', () => {
  const [number, figure] = judgeClaims(
    [
      { ...CLAIM, than: 4 },
      { ...CLAIM, than: ['a'], thanFigure: 'ne/new' },
    ],
    RESULTS,
  );
  expect(number.difference).toBeCloseTo(-2, 12);
  expect(figure).toMatchObject({
    difference: -0.5,
    ci95: [-0.5, -0.5],
    verdict: 'holds',
    reason: 'the same with every seed',
  });
});

test.each([
  [['one'], '1 seed, and an interval needs two', -1],
  [['none'], '"none" has no ne/all', NaN],
  [['absent'], '"absent" has no ne/all', NaN],
])('%j cannot be judged: %s', (of, reason, difference) => {
  const [judged] = judgeClaims([{ ...CLAIM, of }], RESULTS);
  expect(judged).toMatchObject({ verdict: 'not measured', reason, ci95: undefined, difference });
});
