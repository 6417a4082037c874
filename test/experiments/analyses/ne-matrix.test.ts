import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { measureNeMatrix } from '../../../src/experiments/analyses/measure-ne-matrix.ts';
import { createPredictor } from '../../../src/experiments/predict-kept-model.ts';
import { recalibrate } from '../../../src/metrics/calibration.ts';
import { normalizedEntropy } from '../../../src/metrics/normalized-entropy.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { runCli } from '../../support/run-cli.ts';
import { trainTiny } from '../../support/tiny-trained.ts';
import type { TinyTrained } from '../../support/tiny-trained.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-ne-matrix-'));
let trained: TinyTrained;

beforeAll(async () => {
  const flags = ['--keep-days', '1,3', '--held-out-share', '0.3'];
  trained = await trainTiny(root, 'prefix', ...flags);
});

test('each model on each day is what it predicts alone, bit by bit', async () => {
  const { figures, detail } = await measureNeMatrix(trained.input);
  expect([detail.model_days, detail.days]).toEqual([
    [1, 3],
    [1, 2, 3, 4],
  ]);
  const predict = createPredictor(ignoreProgress, neverStop);
  const recalibrated: number[][] = [];
  for (const [row, modelDay] of [1, 3].entries()) {
    recalibrated.push([]);
    for (const [column, day] of [1, 2, 3, 4].entries()) {
      const alone = await predict(trained.run, modelDay, { day, only: 'held-out' });
      expect(detail.impressions[column]).toBe(alone.label.length);
      expect(detail.ne[row][column]).toBe(normalizedEntropy(alone));
      recalibrated[row].push(normalizedEntropy(recalibrate(alone)));
    }
  }
  expect(detail.ne_recalibrated).toEqual(recalibrated);
  const rise = 100 * (recalibrated[1][0] / recalibrated[0][0] - 1);
  expect(figures.rise_percent_recalibrated).toBeCloseTo(rise, 9);
  expect(figures.rise_percent_recalibrated_day_1).toBeCloseTo(rise, 9);
  expect(figures.stale_percent).toBeCloseTo(100 * (detail.ne[0][2] / detail.ne[1][2] - 1), 9);
});

test('the matrix ends with the day asked for, and hours are those of each day', async () => {
  const { detail } = await measureNeMatrix({ ...trained.input, day: 2, hours: 6 });
  const whole = await measureNeMatrix(trained.input);
  expect(detail.days).toEqual([1, 2]);
  for (const column of [0, 1]) {
    expect(detail.impressions[column]).toBeLessThan(whole.detail.impressions[column]);
    expect(detail.impressions[column]).toBeGreaterThan(0);
  }
});

test('a run that held nothing out, and a day that there is not, are said in one line', async () => {
  const words = ['analyze', 'ne-matrix', '--run'];
  const outside = await runCli(...words, trained.runFolder, '--day', '5');
  expect([outside.status, outside.err]).toEqual([2, expect.stringContaining('has days 1-4')]);
  const all = await trainTiny(join(root, 'all'), 'random', '--held-out-share', '0');
  const nothing = await runCli(...words, all.runFolder);
  expect([nothing.status, nothing.err]).toEqual([
    2,
    expect.stringContaining('nothing was held out'),
  ]);
});
