import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writePosition } from '../../../src/ranker/train/training-position.ts';
import { madeUpRecord } from '../../support/made-up-records.ts';
import { allSteps, groupByModel } from '../../../src/experiments/compare/plan-comparison.ts';
import { planWorkers } from '../../../src/experiments/compare/plan-workers.ts';
import type { TrialWorker } from '../../../src/experiments/compare/plan-workers.ts';
import { trialOf } from './tiny-trial.ts';
import { temporaryFolder } from '../tiny-run.ts';

const folder = temporaryFolder();

function models(count: number, options: Parameters<typeof trialOf>[2] = {}, first = 0) {
  return Array.from({ length: count }, (_, i) => [trialOf(folder, `t${first + i}`, options)]);
}

function namesOf(workers: readonly TrialWorker[]): string[] {
  return workers.map((worker) => worker.models.map(([{ id }]) => id).join(' '));
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
  const workers = planWorkers(models(count), jobs);
  expect(workers.map((worker) => worker.models.length)).toEqual(sizes);
  const all = namesOf(workers).flatMap((names) => names.split(' '));
  expect(new Set(all).size).toBe(count);
});

test('one by one, so that each process has some of every strategy', () => {
  expect(namesOf(planWorkers(models(5), 2))).toEqual(['t0 t2 t4', 't1 t3']);
});

test('a worker trains first and then does the rest', () => {
  const [pair] = planWorkers(models(2), 1);
  const [[a], [b]] = pair.models;
  expect(pair.name).toBe('t0, seed 1 and 1 more');
  expect(pair.steps).toEqual([[a.steps[0], b.steps[0]], a.steps[1], b.steps[1]]);
  const [single] = planWorkers([[a]], 1);
  expect([single.name, single.steps]).toEqual(['t0, seed 1', [[a.steps[0]], a.steps[1]]]);
});

test('trials of one model are one worker’s, and what several ask for is done once', () => {
  const [first, other] = [trialOf(folder, 'shared'), trialOf(folder, 'other')];
  const recency = {
    ...{ stage: 'analyze recency' as const, settings: {} },
    out: join(folder, 'shared', 'recency'),
  };
  const second = { ...first, seed: 2, analyses: [recency] };
  const groups = groupByModel([first, other, second]);
  expect(groups).toEqual([[first, second], [other]]);
  expect(allSteps(groups[0])).toEqual([...first.steps, recency]);
});

test('only trials of one stream and one place train together', async () => {
  const [a, b, c, d] = models(4, {}, 100);
  const other = models(2, { stream: 'days 1-3' }, 200);
  for (const [[{ steps }], batchesOfDay] of [
    [b, 7],
    [c, 7],
    [d, 8],
  ] as const) {
    const folder = `${steps[0].out}.partial`;
    mkdirSync(join(folder, 'checkpoint'), { recursive: true });
    const { config } = madeUpRecord('train-ranker', folder).record;
    const done = { config, model: 'models/day-001', finishedDays: [], sums: [0, 0, 0] } as const;
    await writePosition(folder, { day: 1, batchesOfDay, ...done });
  }
  expect(namesOf(planWorkers([a, b, c, d, ...other], 1))).toEqual([
    't100',
    't101 t102',
    't103',
    't200 t201',
  ]);
});

test('a trained one needs only the rest, alone', () => {
  const [a, b, c] = models(3, {}, 300);
  mkdirSync(b[0].steps[0].out, { recursive: true });
  writeFileSync(join(b[0].steps[0].out, 'run.json'), '');
  expect(namesOf(planWorkers([a, b, c], 1))).toEqual(['t300 t302', 't301']);
});

test('tables of one process take 2 GB at most, but for one that is larger', () => {
  const sizesOf = (tableBytes: number, jobs: number): number[] =>
    planWorkers(models(6, { tableBytes }), jobs).map((worker) => worker.models.length);
  expect(sizesOf(0.3e9, 1)).toEqual([6]);
  expect(sizesOf(0.5e9, 1)).toEqual([3, 3]);
  expect(sizesOf(0.9e9, 2)).toEqual([2, 2, 1, 1]);
  expect(sizesOf(3e9, 1)).toEqual([1, 1, 1, 1, 1, 1]);
});
