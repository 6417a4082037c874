// Thresholds against made-up results, and against the cases that there are.
import { expect, test } from 'vitest';
import type { BenchResult } from './bench-case.ts';
import { CASES } from './cases.ts';
import { missedThresholds, THRESHOLDS } from './thresholds.ts';

const RESULT: BenchResult = {
  name: 'step',
  ours_ms: 10,
  theirs: 'pytorch',
  theirs_ms: 20,
  ratio: 2,
  spread: [1.9, 2.1],
  peak_memory_mb: 300,
  theirs_peak_memory_mb: 400,
  rounds: 5,
  loss_difference: null,
};

test('what is reached says nothing, what is missed says by how much', () => {
  const check = (leastRatio: number, mostMemoryMb: number): string[] =>
    missedThresholds([RESULT], [{ name: 'step', theirs: 'pytorch', leastRatio, mostMemoryMb }]);
  expect(check(2, 300)).toEqual([]);
  expect(check(2.01, 300)).toEqual(['step against pytorch: ratio 2.00, at least 2.01 wanted']);
  expect(check(2, 299)).toEqual(['step: 300 MiB, at most 299 wanted']);
  expect(check(3, 200)).toHaveLength(2);
});

test('a threshold is for its own case and rival; a skipped case misses none', () => {
  const high = { leastRatio: 9, mostMemoryMb: 1 };
  expect(missedThresholds([RESULT], [{ name: 'other', ...high }])).toEqual([]);
  expect(missedThresholds([RESULT], [{ name: 'step', theirs: 'jax', ...high }])).toEqual([]);
  expect(missedThresholds([RESULT], [{ name: 'step', ...high }])).toHaveLength(2);
  const skipped = { ...RESULT, ratio: null, peak_memory_mb: null, skipped: 'no data' };
  expect(missedThresholds([skipped], [{ name: 'step', ...high }])).toEqual([]);
});

test('a ratio that is no number is a miss', () => {
  const threshold = { name: 'step', leastRatio: 0, mostMemoryMb: 300 };
  expect(missedThresholds([{ ...RESULT, ratio: NaN }], [threshold])).toHaveLength(1);
});

test('every rival of every case has a threshold, and none is left over', () => {
  const raced = CASES.flatMap(({ name, theirs, bestOfTheirs }) =>
    bestOfTheirs === true ? [name] : theirs.map((rival) => `${name} ${rival.name}`),
  );
  const held = THRESHOLDS.map(({ name, theirs }) => [name, theirs].filter(Boolean).join(' '));
  expect(held).toEqual(raced);
});
