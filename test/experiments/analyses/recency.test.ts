import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { AnalysisResult } from '../../../src/experiments/analyses/analysis-input.ts';
import { measureRecency } from '../../../src/experiments/analyses/measure-recency.ts';
import { createPredictor } from '../../../src/experiments/predict-kept-model.ts';
import type { DayPart } from '../../../src/experiments/predict-kept-model.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { trainTiny } from '../../support/tiny-trained.ts';
import type { TinyTrained } from '../../support/tiny-trained.ts';

const HOUR_MS = 3600 * 1000;
let trained: TinyTrained;

beforeAll(async () => {
  trained = await trainTiny(mkdtempSync(join(tmpdir(), 'sid-recency-')), 'prefix');
});

function measure(hoursBack: number, hoursLong: number): Promise<AnalysisResult<'recency'>> {
  return measureRecency(trained.input, { hoursBack, hoursLong });
}

/** NE of the final model between two hours of a day, written out. */
async function neBetween(day: number, from: number, to: number, only: DayPart['only'] = 'all') {
  const predict = createPredictor(ignoreProgress, neverStop);
  const { label, probability, timeMs } = await predict(trained.run, 3, { day, only });
  const rows = Array.from(label.keys()).filter((i) => {
    const hour = timeMs[i] / HOUR_MS - 24 * (day - 1);
    return hour >= from && hour < to;
  });
  const rate = rows.reduce((sum, i) => sum + label[i], 0) / rows.length;
  const losses = rows.map((i) => -Math.log(label[i] === 1 ? probability[i] : 1 - probability[i]));
  const loss = losses.reduce((sum, each) => sum + each, 0) / rows.length;
  const entropy = -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate);
  return { ne: loss / entropy, impressions: rows.length };
}

test('48 to 42 hours before the end of day 3 is the start of day 2, the last 6 are the end of day 3', async () => {
  const { figures, detail } = await measure(48, 6);
  const older = await neBetween(2, 0, 6);
  const recent = await neBetween(3, 18, 24);
  expect(figures.ne_older).toBeCloseTo(older.ne, 6);
  expect(figures.ne_recent).toBeCloseTo(recent.ne, 6);
  expect(figures.difference).toBeCloseTo(older.ne - recent.ne, 6);
  expect(figures.difference_percent).toBeCloseTo(100 * (older.ne / recent.ne - 1), 4);
  expect(detail.impressions_older).toBe(older.impressions);
  expect(detail.impressions_recent).toBe(recent.impressions);
});

test('the held-out difference is of user-days that no model was trained on', async () => {
  const { figures, detail } = await measure(24, 12);
  const older = await neBetween(3, 0, 12, 'held-out');
  const recent = await neBetween(3, 12, 24, 'held-out');
  expect(figures.held_out_difference).toBeCloseTo(older.ne - recent.ne, 6);
  expect(detail.held_out_impressions_older).toBe(older.impressions);
  expect(older.impressions).toBeLessThan(detail.impressions_older);
});

test('hours may lie on two days; what lies before the training is nothing to measure', async () => {
  const { detail } = await measure(30, 12);
  const [before, after] = [await neBetween(2, 18, 24), await neBetween(3, 0, 6)];
  expect(detail.impressions_older).toBe(before.impressions + after.impressions);
  const { figures } = await measure(100, 6);
  expect(figures.ne_older).toBeNaN();
});
