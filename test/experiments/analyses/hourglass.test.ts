import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { AnalysisResult } from '../../../src/experiments/analyses/analysis-input.ts';
import { hourglass } from '../../../src/experiments/analyses/hourglass.ts';
import { measureHourglass } from '../../../src/experiments/analyses/measure-hourglass.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { writeTinyCorpus } from '../../support/tiny-corpus.ts';

let result: AnalysisResult<'hourglass'>;

beforeAll(async () => {
  const files = await writeTinyCorpus(mkdtempSync(join(tmpdir(), 'sid-hourglass-')));
  result = await measureHourglass({
    ...files,
    run: undefined,
    day: undefined,
    hours: undefined,
    seed: 1,
    onProgress: ignoreProgress,
    shouldStop: neverStop,
  });
});

/** The corpus's codes: item % 4, floor(item / 4) % 4, floor(item / 16) of 40 items. */
test('levels of the tiny corpus by hand', () => {
  const { figures } = result;
  expect(figures).toMatchObject({ used_level_1: 4, occupancy_level_1: 1, used_level_3: 3 });
  expect(figures.entropy_level_1).toBeCloseTo(2, 12);
  expect(figures.perplexity_level_1).toBeCloseTo(4, 12);
  expect(figures.gini_level_1).toBeCloseTo(0, 12);
  // 12, 12, 8, 8 of 40
  const second = 0.6 * Math.log2(1 / 0.3) + 0.4 * Math.log2(5);
  expect(figures.entropy_level_2).toBeCloseTo(second, 10);
  // 16, 16, 8 of 40
  const third = 0.8 * Math.log2(2.5) + 0.2 * Math.log2(5);
  expect(figures.entropy_level_3).toBeCloseTo(third, 10);
  expect(figures.hourglass).toBeCloseTo((2 * second) / (2 + third), 10);
});

test('prefixes by hand: 16 pairs of codes, and no two items alike', () => {
  const { figures } = result;
  expect(figures).toMatchObject({
    prefixes_depth_1: 4,
    prefixes_depth_2: 16,
    prefixes_depth_3: 40,
  });
  expect(figures).toMatchObject({
    sharing_depth_2: 1,
    sharing_depth_3: 0,
    largest_depth_3: 1 / 40,
  });
  expect(figures.largest_depth_2).toBeCloseTo(3 / 40, 12);
  expect(figures.entropy_depth_3).toBeCloseTo(Math.log2(40), 10);
});

test('what each level adds comes to the entropy of the whole', () => {
  const { figures } = result;
  for (const prefix of ['', 'shown_']) {
    const added = [1, 2, 3].map((n) => figures[`${prefix}conditional_entropy_level_${n}`]);
    expect(added[0] + added[1] + added[2]).toBeCloseTo(figures[`${prefix}entropy_depth_3`], 10);
  }
  expect(figures.shown_entropy_level_1).toBeLessThan(2);
});

test('the tree has every item and impression once, and every figure a meaning', () => {
  const { tree } = result.detail;
  expect(tree.map(({ items }) => items)).toEqual([10, 10, 10, 10]);
  expect(tree.reduce((sum, { impressions }) => sum + impressions, 0)).toBe(4000);
  expect(tree[0].children).toHaveLength(4);
  for (const name of Object.keys(result.figures)) {
    expect(Object.keys(hourglass.meaning)).toContain(name.replaceAll(/\d+/g, '{n}'));
  }
});
