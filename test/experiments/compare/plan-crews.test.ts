import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { wordsOf } from '../../../src/experiments/compare/plan-comparison.ts';
import { planCrews } from '../../../src/experiments/compare/plan-crews.ts';
import type { Crew } from '../../../src/experiments/compare/plan-crews.ts';
import { workOf } from './crew-works.ts';
import { temporaryFolder } from '../tiny-run.ts';

const folder = temporaryFolder();

function works(count: number, options: Parameters<typeof workOf>[2] = {}, first = 0) {
  return Array.from({ length: count }, (_, i) => workOf(folder, `t${first + i}`, options));
}

function namesOf(crews: readonly Crew[]): string[] {
  return crews.map((crew) => crew.works.map(({ name }) => name).join(' '));
}

test.each([
  // As many for each job, at most six in a process.
  [3, 1, [3]],
  [3, 2, [2, 1]],
  [6, 2, [3, 3]],
  [12, 2, [6, 6]],
  [13, 2, [4, 3, 3, 3]],
  [15, 2, [4, 4, 4, 3]],
  [2, 4, [1, 1]],
  [6, 4, [2, 2, 2]],
  [20, 1, [5, 5, 5, 5]],
])('%i trials of one kind on %i jobs: %j', (count, jobs, sizes) => {
  const crews = planCrews(works(count), jobs);
  expect(crews.map((crew) => crew.works.length)).toEqual(sizes);
  const all = namesOf(crews).flatMap((names) => names.split(' '));
  expect(new Set(all).size).toBe(count);
});

test('one by one, so that each process has some of every strategy', () => {
  expect(namesOf(planCrews(works(5), 2))).toEqual(['t0 t2 t4', 't1 t3']);
});

test('a process trains first and then does the rest; one trial is as --plan prints it', () => {
  const [pair] = planCrews(works(2), 1);
  const [a, b] = pair.works;
  expect(pair.name).toBe('t0 and 1 more');
  expect(pair.words).toEqual(['run-steps', '-']);
  expect(JSON.parse(pair.input)).toEqual([[a.steps[0], b.steps[0]], a.steps[1], b.steps[1]]);
  const [single] = planCrews([a], 1);
  expect([single.name, single.words[0]]).toEqual(['t0', wordsOf(a)[0]]);
  expect(JSON.parse(single.input)).toEqual(JSON.parse(wordsOf(a)[1]));
});

test('only trials of one stream and one place train together', () => {
  const [a, b, c, d] = works(4, {}, 100);
  const other = works(2, { stream: 'days 1-3' }, 200);
  for (const [{ steps }, batchesOfDay] of [
    [b, 7],
    [c, 7],
    [d, 8],
  ] as const) {
    const checkpoint = join(`${steps[0].folder}.partial`, 'checkpoint');
    mkdirSync(checkpoint, { recursive: true });
    const position = JSON.stringify({ day: 2, batchesOfDay });
    writeFileSync(join(checkpoint, 'position.json'), position);
  }
  expect(namesOf(planCrews([a, b, c, d, ...other], 1))).toEqual([
    't100',
    't101 t102',
    't103',
    't200 t201',
  ]);
});

test('a trained one needs only the rest, alone', () => {
  const [a, b, c] = works(3, {}, 300);
  mkdirSync(b.steps[0].folder, { recursive: true });
  writeFileSync(join(b.steps[0].folder, 'run.json'), '');
  expect(namesOf(planCrews([a, b, c], 1))).toEqual(['t300 t302', 't301']);
});

test('tables of one process take 2 GB at most, but for one that is larger', () => {
  const sizesOf = (tableBytes: number, jobs: number): number[] =>
    planCrews(works(6, { tableBytes }), jobs).map((crew) => crew.works.length);
  expect(sizesOf(0.3e9, 1)).toEqual([6]);
  expect(sizesOf(0.5e9, 1)).toEqual([3, 3]);
  expect(sizesOf(0.9e9, 2)).toEqual([2, 2, 1, 1]);
  expect(sizesOf(3e9, 1)).toEqual([1, 1, 1, 1, 1, 1]);
});
