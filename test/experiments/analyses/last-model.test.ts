import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../../support/run-cli.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';
import { analyzeRun, trainTinyRanker } from './tiny-ranker.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-last-model-'));
let files: { corpus: string; sids: string };

beforeAll(async () => {
  files = await writeTinyCorpus(root);
});

test('of a day that was trained on, only what was held out; never a day without anything', async () => {
  const run = await trainTinyRanker(files, join(root, 'held-out'), '--embed', 'prefix');
  const { detail } = await analyzeRun('click-loss', run, '--day', '2');
  // A tenth of 30 user-days, about 33 impressions each.
  expect(detail.impressions).toBeGreaterThan(0);
  expect(detail.impressions).toBeLessThan(TINY.impressionsPerDay / 3);
  const outside = await runCli('analyze', 'click-loss', '--run', run, '--day', '5');
  expect([outside.status, outside.err]).toEqual([2, expect.stringContaining('has days 1-4')]);
  const flags = ['--embed', 'prefix', '--held-out-share', '0'];
  const all = await trainTinyRanker(files, join(root, 'all'), ...flags);
  const nothing = await runCli('analyze', 'click-loss', '--run', all, '--day', '2');
  expect([nothing.status, nothing.err]).toEqual([2, expect.stringContaining('held nothing out')]);
});
