import { expect, test } from 'vitest';
import type { Claim } from '../../../src/experiments/compare/claim-config.ts';
import type { LineResult } from '../../../src/experiments/compare/collect-comparison.ts';
import { judgeClaims } from '../../../src/experiments/compare/judge-claims.ts';

function result(
  name: string,
  ne: readonly number[],
  own: Partial<Pick<LineResult, 'byConstruction' | 'segmentCut'>> = {},
): LineResult {
  const strategy = { name, embed: 'prefix', ranker: {} } as const;
  return {
    line: { name, strategy, point: {}, baseline: name },
    figures: new Map([
      ['ne/all', new Map(ne.map((value, i) => [i + 1, { value }]))],
      ['ne/new', new Map(ne.map((value, i) => [i + 1, { value: value + 0.5 }]))],
    ]),
    ...{ seeds: [], segments: [], folders: [], gain: undefined, drift: undefined },
    ...{ areWorlds: false, estimates: new Map() },
    ...{ byConstruction: new Set<string>(), segmentCut: 'days 1-20', ...own },
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
  expect(judged.difference?.value).toBeCloseTo(-3.1 / 3, 12);
  expect(judged).toMatchObject({ verdict: 'holds', seeds: [1, 2, 3], reason: undefined });
});

test('a difference of differences: (a - b) - (c - d)', () => {
  const [judged] = judgeClaims([{ ...CLAIM, of: ['a', 'b'], than: ['c', 'd'] }], RESULTS);
  // -1, -1.1, -1 less -0.1, 0, -0.1
  expect(judged.difference?.value).toBeCloseTo((-0.9 - 1.1 - 0.9) / 3, 12);
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
  expect(number.difference?.value).toBeCloseTo(-2, 12);
  expect(figure).toMatchObject({
    difference: { value: -0.5, ci95: [-0.5, -0.5] },
    verdict: 'holds',
    reason: 'the same with every seed',
  });
});

test.each([
  [['one'], '1 seed, and a verdict needs two', -1],
  [['none'], '"none" has no ne/all', undefined],
  [['absent'], '"absent" has no ne/all', undefined],
])('%j cannot be judged: %s', (of, reason, difference) => {
  const [judged] = judgeClaims([{ ...CLAIM, of }], RESULTS);
  expect(judged).toMatchObject({ verdict: 'not measured', reason, p: undefined });
  expect(judged.difference?.value).toBe(difference);
});

test('what could not be anything else is no verdict, on either side', () => {
  const results = [...RESULTS, result('built', [0, 0, 0], { byConstruction: new Set(['ne/all']) })];
  const [of, than, other] = judgeClaims(
    [
      { ...CLAIM, of: ['built'], than: ['b'] },
      { ...CLAIM, of: ['a'], than: ['built'], expect: 'higher' },
      { ...CLAIM, of: ['built'], than: ['b'], figure: 'ne/new', thanFigure: 'ne/new' },
    ],
    results,
  );
  const reason = 'ne/all of "built" could not be anything else';
  expect(of).toMatchObject({ verdict: 'by construction', reason, seeds: [1, 2, 3] });
  expect(of.difference?.value).toBeCloseTo(-9.1 / 3, 12);
  expect(than).toMatchObject({ verdict: 'by construction', reason });
  expect(other.verdict).toBe('holds');
});

test('segments cut by other days are other items: no claim across them, but on all impressions', () => {
  const short = result('short', [3, 4, 5.1], { segmentCut: 'days 17-20' });
  const shorter = result('shorter', [3, 4, 5], { segmentCut: 'days 17-20' });
  const ofNew = { ...CLAIM, figure: 'ne/new', thanFigure: 'ne/new' };
  const [segment, all, pairs, across] = judgeClaims(
    [
      { ...ofNew, of: ['a'], than: ['short'] },
      { ...CLAIM, of: ['a'], than: ['short'] },
      { ...ofNew, of: ['a', 'b'], than: ['short', 'shorter'] },
      { ...ofNew, of: ['a', 'short'], than: ['b', 'shorter'] },
    ],
    [...RESULTS, short, shorter],
  );
  const reason = 'segments of "a" and "short" are other items: cut by days 1-20, and by days 17-20';
  expect(segment).toMatchObject({ verdict: 'not measured', reason, seeds: [] });
  expect(all.verdict).toBe('holds');
  expect(pairs.verdict).toBe('holds');
  expect(across).toMatchObject({ verdict: 'not measured', reason });
});

test('Holm: the same verdicts as if each were alone, and those that many claims leave', () => {
  // Differences of -1, -1.1, -1 (p about 0.001), of -0.1, -0.5, -0.3 (about 0.12) and of -1, -1.5, -1.25 (0.013).
  const results = [...RESULTS, result('e', [2.1, 3.5, 4.3]), result('f', [3, 4.5, 5.25])];
  const claims = [
    { ...CLAIM, of: ['a'], than: ['b'] },
    { ...CLAIM, of: ['b'], than: ['e'] },
    { ...CLAIM, of: ['b'], than: ['f'] },
    ...Array.from({ length: 4 }, () => ({ ...CLAIM, of: ['b'], than: ['e'] })),
    { ...CLAIM, of: ['absent'] },
  ];
  const judged = judgeClaims(claims, results);
  expect(judged.map(({ verdict }) => verdict)).toEqual([
    ...['holds', 'undecided', 'holds', 'undecided', 'undecided', 'undecided', 'undecided'],
    'not measured',
  ]);
  const [first, , third] = judged;
  expect(first.pHolm).toBeCloseTo(7 * (first.p ?? NaN), 12);
  expect(first.verdictHolm).toBe('holds');
  expect(third.p).toBeLessThan(0.05);
  expect(third.pHolm).toBeCloseTo(6 * (third.p ?? NaN), 12);
  expect(third.verdictHolm).toBe('undecided');
  expect(judged[7]).toMatchObject({ pHolm: undefined, verdictHolm: 'not measured' });
});

test('equality that no measurement could have shown is undecided, with what stands in the way', () => {
  const equal = { ...CLAIM, expect: 'equal', unit: 'percent' } as const;
  const near = [result('x', [1, 1.02]), result('y', [1.01, 1.01])];
  const [seeds, open] = judgeClaims(
    [
      { ...equal, of: ['x'], than: ['y'], margin: 1 },
      { ...equal, of: ['x'], than: ['y'], margin: 13 },
    ],
    near,
  );
  expect(seeds.verdict).toBe('undecided');
  // Differences -0.990 and 0.990 %: half width 12.706 x 1.400 / sqrt 2.
  expect(seeds.reason).toBe(
    'so few seeds can tell differences of 13 % or more; equal within 1 % needs more of them',
  );
  expect(open).toMatchObject({ verdict: 'holds', reason: undefined });
});
