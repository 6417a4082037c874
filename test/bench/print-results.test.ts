import { expect, test } from 'vitest';
import type { BenchResult } from './bench-case.ts';
import { formatResults } from './print-results.ts';

const EMPTY: BenchResult = {
  name: 'decode',
  ours_ms: null,
  theirs: null,
  theirs_ms: null,
  ratio: null,
  spread: null,
  peak_memory_mb: null,
  theirs_peak_memory_mb: null,
  rounds: 0,
  loss_difference: null,
};

test('a line for each result; a skipped case says so', () => {
  const timed: BenchResult = {
    ...EMPTY,
    name: 'assign',
    ours_ms: 10.04,
    theirs: 'faiss',
    theirs_ms: 25,
    ratio: 2.49,
    spread: [2, 3.125],
    peak_memory_mb: 300,
    theirs_peak_memory_mb: 400,
  };
  const lines = formatResults([timed, { ...EMPTY, skipped: 'no data' }]).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/).map((cell) => cell.trim()))).toEqual([
    ['work', 'ours, ms', 'against', 'theirs, ms', 'ratio', 'spread', 'memory, MiB', 'theirs, MiB'],
    ['assign', '10.0', 'faiss', '25.0', '2.49', '2.00 - 3.13', '300', '400'],
    ['decode', 'skipped', '-', '-', '-', '-', '-', '-'],
  ]);
});
