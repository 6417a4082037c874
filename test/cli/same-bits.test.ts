import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const SCRIPT = resolve('dist/bin/sid.js');
const MINUTE = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'sid-same-bits-'));
const corpus = join(folder, 'corpus');

/** Products of 512 x 64 x 256: TensorFlow's two threads sum them in another order than one does. */
const RQ_VAE = ['--levels', '2', '--codebook-size', '8', '--epochs', '2', '--batch-size', '512'];

function sid(words: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect(status, stderr).toBe(0);
  return stdout;
}

beforeAll(() => {
  if (!existsSync(SCRIPT)) throw new Error('this tests the built program: npm run build first');
  const size = ['--items', '600', '--users', '150', '--days', '3', '--impressions-per-day', '1500'];
  sid(['simulate', ...size, '--out', corpus]);
}, MINUTE);

test(
  'train-rqvae: neither threads nor the module of the rankers change a bit',
  () => {
    const train = (name: string, env: Readonly<Record<string, string>>) => {
      const out = join(folder, name);
      sid(['train-rqvae', '--corpus', corpus, ...RQ_VAE, '--out', out], env);
      return readFileSync(join(out, 'last.safetensors'));
    };
    const model = train('one', { SID_THREADS: '1', SID_KERNELS: 'simd' });
    expect(train('three', { SID_THREADS: '3' }).equals(model)).toBe(true);
    const record = readJson(join(folder, 'three', 'run.json'));
    expect(record).toMatchObject({ engine: 'none' });
    expect(record.kernels).toMatch(/^simd /);
  },
  2 * MINUTE,
);

test(
  'compare: --jobs and threads change no figure',
  () => {
    const config = join(folder, 'compare.json');
    const rqvae = { levels: 2, codebookSize: 8, epochs: 2, batchSize: 512 };
    const ranker = { days: '1-2', keepDays: [1, 2], historyLength: 4, modelWidth: 8 };
    const strategies = ['random', 'prefix'];
    const more = { drift: { earlyDay: 1, lateDay: 2 }, analyses: ['representation'] };
    writeFileSync(
      config,
      JSON.stringify({ corpus, rqvae, strategies, seeds: [1, 2], ranker, ...more }),
    );
    const compare = (jobs: string, threads: string): unknown => {
      const out = join(folder, `jobs-${jobs}-threads-${threads}`);
      const words = ['compare', '--config', config, '--out', out, '--jobs', jobs, '--json'];
      return JSON.parse(sid(words, { SID_THREADS: threads }), (key, value: unknown) =>
        MEASURED_BY_CLOCK.includes(key) ? undefined : value,
      );
    };
    const alone = compare('1', '1');
    expect(alone).toMatchObject({ varies: ['ranker', 'hash', 'codes', 'users', 'items'] });
    expect(compare('2', '4')).toEqual(alone);
    const [trial] = readdirSync(join(folder, 'jobs-1-threads-1', 'trials'));
    const { kernels } = readJson(
      join(folder, 'jobs-1-threads-1', 'trials', trial, 'run', 'run.json'),
    );
    expect(kernels).toMatch(/^(fma|simd) [0-9a-f]{10}$/);
  },
  2 * MINUTE,
);

function readJson(path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
}

/** Of results.json: what may differ from run to run. */
const MEASURED_BY_CLOCK = ['examples_per_second', 'peak_memory_mb', 'folders', 'out'];
