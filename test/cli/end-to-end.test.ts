import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { resultsSchema } from '../../src/records/compare-record.ts';
import type { CompareMetrics } from '../../src/records/compare-record.ts';
import { parseJson } from '../../src/schema/parse-json.ts';

const SCRIPT = resolve('dist/bin/sid.js');
const CONFIG = 'configs/tiny.json';
const folder = mkdtempSync(join(tmpdir(), 'sid-end-to-end-'));
const out = join(folder, 'tiny');
const MINUTES = 60_000;

interface Finished {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the built program as a user would. @param onFirstLine called when it has said something */
function sid(
  words: readonly string[],
  onFirstLine?: (stop: () => void) => void,
): Promise<Finished> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [SCRIPT, ...words]);
    let standardOut = '';
    let standardError = '';
    child.stdout.on('data', (part) => (standardOut += String(part)));
    child.stderr.on('data', (part) => {
      if (standardError === '') onFirstLine?.(() => child.kill('SIGINT'));
      standardError += String(part);
    });
    child.on('error', fail);
    child.on('close', (status) => {
      done({ status, out: standardOut, err: standardError });
    });
  });
}

let comparison: CompareMetrics;

beforeAll(async () => {
  if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
  const words = ['compare', '--config', CONFIG, '--out', out, '--json', '--jobs', '2'];
  const { status, out: text, err } = await sid(words);
  expect(status, err).toBe(0);
  comparison = parseJson(resultsSchema, JSON.parse(text), '');
}, 10 * MINUTES);

test('from nothing to the strategies table, drift and segments among its figures', () => {
  expect(comparison.trials).toEqual({ reused: 0, trained: 6 });
  expect(comparison.strategies.map(({ strategy }) => strategy)).toEqual([
    'individual',
    'random',
    'prefix',
  ]);
  for (const { ne, drift, seeds, segments } of comparison.strategies) {
    expect(seeds).toEqual([1, 2]);
    expect(ne).toBeGreaterThan(0.3);
    expect(ne).toBeLessThan(1.2);
    const [low, high] = drift?.ci95 ?? [NaN, NaN];
    expect(drift?.drift_percent).toBeGreaterThanOrEqual(low);
    expect(drift?.drift_percent).toBeLessThanOrEqual(high);
    expect(segments.map(({ segment }) => segment)).toEqual(['head', 'torso', 'tail', 'new', 'all']);
    const [head, torso, tail, fresh, all] = segments.map(({ impressions }) => impressions);
    expect(head + torso + tail + fresh).toBe(all);
    expect(all).toBeGreaterThan(0);
  }
});

test('every folder says how it was made, nothing half-written is left', () => {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => name.includes('.partial'))).toEqual([]);
  const made = [out, ...comparison.strategies.flatMap(({ folders }) => folders)];
  for (const place of made) expect(readdirSync(place).length).toBeGreaterThan(0);
  const records = files.filter((name) => name.endsWith('run.json'));
  // The comparison, the corpus; RQ-VAE and codes of two seeds; train, segments and drift of six trials.
  expect(records).toHaveLength(2 + 2 * 2 + 3 * 6);
  for (const name of records) {
    const record = JSON.parse(readFileSync(join(out, name), 'utf8')) as { argv: string[] };
    expect(record.argv[0], name).toMatch(
      /^(simulate|train-rqvae|assign|train-ranker|eval-segments|eval-drift|compare)$/,
    );
  }
});

test(
  'a second run trains nothing and shows the same table',
  async () => {
    const { status, out: text, err } = await sid(['compare', '--config', CONFIG, '--out', out]);
    expect(status, err).toBe(0);
    expect(err).toContain('6 of 6 trials are finished already');
    for (const { strategy, ne } of comparison.strategies) {
      expect(text).toMatch(new RegExp(`^${strategy} .* ${ne.toFixed(4)} ±`, 'm'));
    }
  },
  MINUTES,
);

test(
  'eval-drift by hand gives the figures of the comparison',
  async () => {
    const prefix = comparison.strategies[2];
    const runs = prefix.folders.map((place) => join(place, 'run'));
    const words = ['--runs', ...runs, '--early-day', '1', '--late-day', '3', '--json'];
    const { status, out: text, err } = await sid(['eval-drift', ...words]);
    expect(status, err).toBe(0);
    const { strategies } = JSON.parse(text) as { strategies: Record<string, unknown>[] };
    expect(strategies).toHaveLength(1);
    expect(strategies[0]).toMatchObject({ embed: 'prefix', seeds: [1, 2] });
    expect(strategies[0].drift_percent).toBeCloseTo(prefix.drift?.drift_percent ?? NaN, 3);
    expect(strategies[0].ci95).toHaveLength(2);
  },
  2 * MINUTES,
);

test(
  'eval-segments of a day trained on takes its held-out share',
  async () => {
    const run = join(comparison.strategies[0].folders[0], 'run');
    const {
      status,
      out: text,
      err,
    } = await sid(['eval-segments', '--run', run, '--day', '2', '--json']);
    expect(status, err).toBe(0);
    const result = JSON.parse(text) as { only: string; segments: { impressions: number }[] };
    expect(result.only).toBe('held-out');
    expect(result.segments[4].impressions).toBeGreaterThan(0);
    expect(result.segments[4].impressions).toBeLessThan(1500);
  },
  2 * MINUTES,
);

test(
  'Ctrl-C gives 130, and the same command goes on',
  async () => {
    const place = join(folder, 'stopped');
    const words = [
      'compare',
      '--config',
      CONFIG,
      '--out',
      place,
      '--set',
      'strategies=["random"]',
      '--set',
      'baseline="random"',
    ];
    const first = await sid([...words, '--set', 'seeds=[1]'], (stop) => {
      stop();
    });
    expect(first.status, first.err).toBe(130);
    expect(first.err).toContain('run the same command again to go on');
    expect(first.out).toBe('');
    const second = await sid([...words, '--set', 'seeds=[1]', '--json']);
    expect(second.status, second.err).toBe(0);
    expect((JSON.parse(second.out) as CompareMetrics).trials.trained).toBe(1);
  },
  3 * MINUTES,
);
