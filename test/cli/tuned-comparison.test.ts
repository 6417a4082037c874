import { execFile, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { dayPath, readCorpusInfo } from '../../src/artifacts/corpus.ts';
import { createDayWriter, readDay } from '../../src/artifacts/impressions.ts';
import type { CompareMetrics } from '../../src/records/compare-record.ts';
import { runConcurrently } from '../../src/util/run-concurrently.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const folder = mkdtempSync(join(tmpdir(), 'sid-tuned-'));
const corpus = join(folder, 'corpus');
const config = join(folder, 'tuned.json');
const MINUTE = 60_000;

/** With a table rate of 1e-7 nothing is learned of an item. */
const TUNED = {
  corpus,
  strategies: ['random', 'individual'],
  seeds: [1, 2],
  ranker: {
    ...{ days: '1-3', historyLength: 4, modelWidth: 8, batchSize: 64, learningRate: 0.05 },
    ...{ heldOutShare: 0.2, tableLearningRate: 0.01 },
  },
  tune: { grid: { tableLearningRate: [1e-7, 0.1, 0.3] }, days: 2 },
};

function sid(words: readonly string[]): { status: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [SCRIPT, ...words], { encoding: 'utf8' });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

function words(out: string, ...more: readonly string[]): string[] {
  return ['compare', '--config', config, '--out', join(folder, out), '--jobs', '2', ...more];
}

function compare(out: string, ...more: readonly string[]): CompareMetrics {
  const { status, out: text, err } = sid([...words(out, '--json'), ...more]);
  expect(status, err).toBe(0);
  return JSON.parse(text) as CompareMetrics;
}

const tunedOf = ({ strategies }: CompareMetrics) => strategies.map(({ tuned }) => tuned);
const neOf = ({ strategies }: CompareMetrics) => strategies.map(({ ne }) => ne);

let whole: CompareMetrics;

beforeAll(() => {
  if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
  writeFileSync(config, JSON.stringify(TUNED));
  const sizes = ['--items', '60', '--users', '80', '--days', '4', '--impressions-per-day', '1500'];
  const { status, err } = sid(['simulate', ...sizes, '--out', corpus]);
  expect(status, err).toBe(0);
  whole = compare('whole');
}, 2 * MINUTE);

test('each line is trained with what did best on the last training days; nothing is trained twice', () => {
  const [random, individual] = tunedOf(whole);
  for (const tuned of [random, individual]) {
    expect(tuned?.candidates.map(({ settings }) => settings.tableLearningRate)).toEqual([
      1e-7, 0.1, 0.3,
    ]);
    expect(tuned).toMatchObject({ days: 2, seeds: [1] });
    const [frozen, ...learning] = tuned?.candidates ?? [];
    for (const { ne } of learning) expect(ne).toBeLessThan(frozen.ne - 0.005);
    expect(tuned?.chosen.tableLearningRate).not.toBe(1e-7);
  }
  // 2 lines x 3 combinations with seed 1, and the 2 chosen ones with seed 2.
  expect(whole.trials).toEqual({ reused: 0, trained: 8 });
  const runs = readdirSync(join(folder, 'whole', 'trials'));
  expect(runs).toHaveLength(8);
  for (const { folders, tuned } of whole.strategies) {
    for (const trial of folders) {
      const run = JSON.parse(readFileSync(join(trial, 'run', 'run.json'), 'utf8')) as {
        config: { tableLearningRate: number };
      };
      expect(run.config.tableLearningRate).toBe(tuned?.chosen.tableLearningRate);
    }
  }
  const { out, err } = sid(words('whole'));
  expect(out).toContain('among 3 combinations');
  const isOnEdge = tunedOf(whole).some((tuned) => (tuned?.edge.length ?? 0) > 0);
  expect(err.includes('on an edge of the grid, extend it')).toBe(isOnEdge);
});

test(
  'the evaluated day has no part in the choice: other labels there, the same choice',
  async () => {
    const other = join(folder, 'other-labels');
    cpSync(corpus, other, { recursive: true });
    const { denseFeatures, numDays } = readCorpusInfo(corpus);
    expect(numDays).toBe(4);
    const writer = await createDayWriter(dayPath(other, 4), denseFeatures);
    for await (const batch of readDay(dayPath(corpus, 4), denseFeatures)) {
      await writer.write({ ...batch, label: batch.label.map((label) => 1 - label) });
    }
    await writer.close();
    const changed = compare('changed', '--set', `corpus=${other}`);
    expect(tunedOf(changed)).toEqual(tunedOf(whole));
    expect(neOf(changed)[0]).toBeGreaterThan(neOf(whole)[0] + 0.1);
  },
  2 * MINUTE,
);

test(
  'killed while it tunes, it goes on and comes to the same',
  async () => {
    const child = spawn(process.execPath, [SCRIPT, ...words('killed', '--jobs', '1')], {
      stdio: 'ignore',
    });
    const trials = join(folder, 'killed', 'trials');
    while (!existsSync(trials) || readdirSync(trials).length === 0) await sleep(20);
    child.kill('SIGKILL');
    await new Promise((done) => child.once('exit', done));
    const again = compare('killed');
    expect(tunedOf(again)).toEqual(tunedOf(whole));
    expect(neOf(again)).toEqual(neOf(whole));
  },
  2 * MINUTE,
);

test(
  'plan prints what tunes, then what is left; collect makes the same table',
  async () => {
    const runAll = (commands: readonly (readonly string[])[]) =>
      runConcurrently(commands, 2, ([node, ...rest]) => promisify(execFile)(node, rest));
    const plan = (): string[][] =>
      sid(words('planned', '--plan'))
        .out.split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as { words: string[] }).words);
    const tuning = plan();
    expect(tuning).toHaveLength(6);
    const collect = (): CompareMetrics => compare('planned', '--collect');
    expect(collect().missing).toEqual(['the settings of "random"', 'the settings of "individual"']);
    await runAll(tuning);
    const left = plan();
    // Two to evaluate, two more to train.
    expect(left).toHaveLength(4);
    await runAll(left);
    expect(plan()).toEqual([]);
    const collected = collect();
    expect(tunedOf(collected)).toEqual(tunedOf(whole));
    expect(neOf(collected)).toEqual(neOf(whole));
  },
  2 * MINUTE,
);
