import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';
import { runCli } from '../../support/run-cli.ts';
import { analyzeRun, trainTinyRanker } from './tiny-ranker.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-click-loss-'));
let files: { corpus: string; sids: string };
let prefix = '';

beforeAll(async () => {
  files = await writeTinyCorpus(root);
  prefix = await trainTinyRanker(files, join(root, 'prefix'), '--embed', 'prefix');
});

test('users click on one cluster, the first code: the loss is at depth 0', async () => {
  const { figures, detail } = await analyzeRun('click-loss', prefix, '--top-percent', '20');
  // 0.7 where liked, 0.1 elsewhere; a quarter of all items is of the liked cluster.
  expect(figures.loss_top_depth_0).toBeLessThan(-0.3);
  expect(figures.loss_top_depth_1).toBeGreaterThan(-0.2);
  expect(Math.abs(figures.loss_depth_1 ?? NaN)).toBeLessThan(0.05);
  expect(figures.loss_depth_2).not.toBe(0);
  // Items 16 apart share two codes, so that all have another; three codes name one item.
  expect([0, 1, 2, 3].map((depth) => figures[`alone_depth_${depth}`])).toEqual([0, 0, 0, 1]);
  expect([figures.loss_depth_3, figures.loss_top_depth_3]).toEqual([null, null]);
  expect(detail).toMatchObject({
    day: 4,
    levels: 3,
    impressions: TINY.impressionsPerDay,
    impressions_top: TINY.impressionsPerDay / 5,
    items_to_draw_from: TINY.numItems,
  });
  expect(await analyzeRun('click-loss', prefix, '--top-percent', '20')).toEqual({
    ...{ analysis: 'click-loss', figures, by_construction: [], detail },
  });
});

test('a model of the first code alone: with that code shared, no swap can change anything', async () => {
  const flags = ['--embed', 'prefix', '--depth', '1'];
  const shallow = await trainTinyRanker(files, join(root, 'shallow'), ...flags);
  const { figures, by_construction } = await analyzeRun('click-loss', shallow);
  expect(figures.loss_depth_0).not.toBe(0);
  const names = ['loss_top_depth_1', 'loss_top_depth_2', 'loss_depth_1', 'loss_depth_2'];
  expect(by_construction).toEqual(names);
  expect(names.map((name) => figures[name])).toEqual([0, 0, 0, 0]);
});

test('a run without codes is asked with those of --sids', async () => {
  const { corpus, sids } = files;
  const out = join(root, 'individual');
  const settings = ['--embed', 'individual', '--model-width', '8', '--top-hidden', '8'];
  const words = ['--corpus', corpus, '--days', '1-1', '--out', out, ...settings];
  expect((await runCli('train-ranker', ...words)).status).toBe(0);
  const without = await runCli('analyze', 'click-loss', '--run', out);
  expect([without.status, without.err]).toEqual([2, expect.stringContaining('--sids')]);
  const { figures, detail } = await analyzeRun('click-loss', out, '--sids', sids, '--hours', '6');
  expect(figures.loss_depth_0).toBeTypeOf('number');
  expect(detail.day).toBe(2);
  expect(detail.impressions).toBeLessThan(TINY.impressionsPerDay / 2);
});
