import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ANALYZE_RECORDS } from '../../../src/records/analyze-records.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { ANALYSES } from '../../../src/experiments/analyses/index.ts';
import { runCli } from '../../support/run-cli.ts';
import { trainTiny } from '../../support/tiny-trained.ts';
import type { TinyTrained } from '../../support/tiny-trained.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-analyze-'));
let trained: TinyTrained;

beforeAll(async () => {
  trained = await trainTiny(folder, 'prefix');
});

/** Status 2 and one line. */
async function expectRefused(words: readonly string[], message: string | RegExp): Promise<void> {
  const { status, out, err } = await runCli('analyze', ...words);
  expect(err).toMatch(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect([status, out]).toEqual([2, '']);
}

test('a table with every figure and its meaning', async () => {
  const { status, out, err } = await runCli('analyze', 'recency', '--run', trained.runFolder);
  expect(status, err).toBe(0);
  expect(out).toContain(ANALYSES.recency.title);
  for (const [name, meaning] of Object.entries(ANALYSES.recency.meaning)) {
    const line = out.split('\n').find((each) => each.includes(meaning));
    expect(line).toMatch(new RegExp(`\\b${name}\\b.*-?\\d+\\.\\d+`));
  }
});

test('numbered figures have the meaning of their pattern', async () => {
  const { out } = await runCli('analyze', 'hourglass', '--run', trained.runFolder);
  const line = out.split('\n').find((each) => each.includes('perplexity_level_3'));
  expect(line).toContain(ANALYSES.hourglass.meaning['perplexity_level_{n}']);
});

test('--json: one line of analysis, figures and detail, null where there was nothing to measure', async () => {
  const words = ['--run', trained.runFolder, '--hours-back', '100', '--json'];
  const { status, out } = await runCli('analyze', 'recency', ...words);
  expect(status).toBe(0);
  const result = JSON.parse(out) as Record<string, unknown>;
  expect(Object.keys(result)).toEqual(['analysis', 'figures', 'by_construction', 'detail']);
  expect(result.analysis).toBe('recency');
  const figures = result.figures as Record<string, unknown>;
  expect(figures.ne_older).toBeNull();
  expect(figures.ne_recent).toBeGreaterThan(0.3);
  expect(result.detail).toMatchObject({ impressions_older: 0 });
});

test('codes alone: a corpus and its semantic IDs, no run', async () => {
  const { corpus, sids } = trained;
  const words = ['--corpus', corpus, '--sids', sids, '--json'];
  const { status, out, err } = await runCli('analyze', 'hourglass', ...words);
  expect(status, err).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ figures: { used_level_1: 4, prefixes_depth_3: 40 } });
});

test('--out: a record of what was asked, of what, and what came out', async () => {
  const out = join(folder, 'out');
  const { runFolder, corpus, sids } = trained;
  const words = ['--run', runFolder, '--hours-long', '12', '--seed', '7', '--out', out, '--json'];
  const { status, out: text, err } = await runCli('analyze', 'recency', ...words);
  expect(status, err).toBe(0);
  const record = readRecord(ANALYZE_RECORDS.recency, out);
  expect(record.config).toMatchObject({
    run: runFolder,
    corpus,
    sids,
    hoursBack: 48,
    hoursLong: 12,
  });
  expect(record.seed).toBe(7);
  expect(Object.keys(record.inputs).toSorted()).toEqual(['run', 'sids']);
  expect(record.metrics).toMatchObject(JSON.parse(text) as object);
});

test('--out never replaces what it did not write', async () => {
  const out = join(folder, 'thesis');
  mkdirSync(out);
  writeFileSync(join(out, 'thesis.txt'), 'years');
  const words = ['recency', '--run', trained.runFolder, '--out', out];
  await expectRefused(words, /thesis/);
  await expectRefused([...words, '--force'], /thesis/);
  expect(readFileSync(join(out, 'thesis.txt'), 'utf8')).toBe('years');
  expect(existsSync(join(out, 'run.json'))).toBe(false);
});

test('what was misspelled is named with its nearest', async () => {
  const run = ['--run', trained.runFolder];
  await expectRefused(['recency', ...run, '--hours-bak', '3'], /--hours-bak.*--hours-back/);
  await expectRefused(['recensy', ...run], /recensy.*recency/);
  await expectRefused(['recency', ...run, '--hours-back', '0'], /--hours-back/);
});

test('a folder that is no run of train-ranker', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  await expectRefused(['recency', '--run', empty], /empty holds no finished run/);
  await expectRefused(['recency', '--run', trained.corpus], /holds no finished run/);
  const other = join(folder, 'other');
  const words = ['analyze', 'hashing', '--run', trained.runFolder, '--out', other];
  expect((await runCli(...words)).status).toBe(0);
  await expectRefused(
    ['recency', '--run', other],
    /is of sid analyze.*; give the output folder of a sid train-ranker/,
  );
});

test('an analysis that does not apply, and one with nothing to look at', async () => {
  const words = ['representation', '--run', trained.runFolder];
  await expectRefused(words, /representation: .*run: it has no row of its own/);
  const others = ['hashing', '--run', trained.runFolder, '--sids', 'other.arrow'];
  await expectRefused(others, /leave out --sids/);
  await expectRefused(['hourglass'], /give --corpus/);
  await expectRefused(['hourglass', '--corpus', trained.corpus], /give the file .* with --sids/);
  await expectRefused(['recency'], /--run/);
});
