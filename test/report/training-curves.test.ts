import { expect, test } from 'vitest';
import { trainingCurves } from '../../src/report/training-curves.ts';
import { madeUpRecord } from '../support/made-up-records.ts';
import { daysOf } from '../support/made-up-shop.ts';

test('runs with the same label are averaged day by day', () => {
  const run = (folder: string, nes: readonly number[]) =>
    madeUpRecord('train-ranker', folder, { metrics: { days: daysOf(nes) } });
  const runs = [run('b/1', [1, 0.9]), run('a/1', [2]), run('b/2', [3, NaN])];
  expect(trainingCurves(runs, ({ folder }) => [folder[0]])).toEqual([
    {
      name: 'b',
      points: [
        { x: 1, y: 2 },
        { x: 2, y: 0.9 },
      ],
    },
    { name: 'a', points: [{ x: 1, y: 2 }] },
  ]);
});

test('a run that stands for two lines is in both', () => {
  const run = madeUpRecord('train-ranker', 'x', { metrics: { days: daysOf([1]) } });
  const names = trainingCurves([run], () => ['K 8', 'K 16']).map(({ name }) => name);
  expect(names).toEqual(['K 8', 'K 16']);
});
