import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dayPath } from '../../../src/artifacts/corpus.ts';
import { readDay } from '../../../src/artifacts/impressions.ts';
import type { AnalysisInput } from '../../../src/experiments/analyses/analysis-input.ts';
import { clickSkew } from '../../../src/experiments/analyses/click-skew.ts';
import { measureClickSkew } from '../../../src/experiments/analyses/measure-click-skew.ts';
import { setting } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';

let input: AnalysisInput;

beforeAll(async () => {
  const files = await writeTinyCorpus(mkdtempSync(join(tmpdir(), 'sid-click-skew-')));
  input = {
    ...files,
    run: undefined,
    day: undefined,
    hours: undefined,
    seed: 1,
    onProgress: ignoreProgress,
    shouldStop: neverStop,
  };
});

async function clicksByItem(days: readonly number[]): Promise<number[]> {
  const clicks = Array.from({ length: TINY.numItems }, () => 0);
  for (const day of days) {
    for await (const { itemIndex, label } of readDay(dayPath(input.corpus, day), [])) {
      itemIndex.forEach((item, i) => (clicks[item] += label[i]));
    }
  }
  return clicks;
}

function giniOfPairs(counts: readonly number[]): number {
  const differences = counts.flatMap((a) => counts.map((b) => Math.abs(a - b)));
  const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return total(differences) / (2 * counts.length * total(counts));
}

test('clicks of all days by raw id and by first code, counted independently', async () => {
  const { figures } = await measureClickSkew(input);
  const clicks = await clicksByItem([1, 2, 3, 4]);
  const byCluster = [0, 1, 2, 3].map((cluster) =>
    clicks.reduce((sum, count, item) => sum + (item % 4 === cluster ? count : 0), 0),
  );
  expect(figures.clicks).toBe(clicks.reduce((a, b) => a + b, 0));
  expect(figures.ids_raw).toBe(TINY.numItems);
  expect(figures.gini_raw).toBeCloseTo(giniOfPairs(clicks), 10);
  expect(figures.ids_depth_1).toBe(4);
  expect(figures.gini_depth_1).toBeCloseTo(giniOfPairs(byCluster), 10);
  expect(figures.top_percent_depth_1).toBeCloseTo(
    (0.04 * Math.max(...byCluster)) / figures.clicks,
    10,
  );
});

test('codes that tell all items apart leave the skew as it is, and their control too', async () => {
  const { figures } = await measureClickSkew(input);
  expect(figures.ids_depth_3).toBe(TINY.numItems);
  expect(figures.gini_difference).toBeCloseTo(0, 12);
  expect(figures.gini_gain_over_matched).toBeCloseTo(0, 12);
  expect(figures.gini_matched_depth_3).toBeCloseTo(figures.gini_raw, 12);
});

test('every depth has a curve, and every figure a meaning', async () => {
  const { figures, detail } = await measureClickSkew(input);
  const curves = detail.curves as Record<string, { classes: number; counts: number }[]>;
  expect(Object.keys(curves)).toEqual(['raw', 'depth_1', 'depth_2', 'depth_3']);
  expect(curves.depth_1).toHaveLength(5);
  expect(curves.raw.at(-1)).toEqual({ classes: 1, counts: 1 });
  for (const name of Object.keys(figures)) {
    expect(Object.keys(clickSkew.meaning)).toContain(name.replaceAll(/\d+/g, '{n}'));
  }
});

test('without semantic IDs it says what to give', async () => {
  await expect(measureClickSkew({ ...input, sids: undefined })).rejects.toThrow(setting('sids'));
});
