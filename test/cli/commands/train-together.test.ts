import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readRunRecord } from '../../../src/artifacts/run-record.ts';
import type { RunRecord } from '../../../src/artifacts/run-record.ts';
import { runCli } from '../../support/run-cli.ts';
import { writeTinyCorpus } from '../../support/tiny-corpus.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-train-together-'));
let shared: string[];

beforeAll(async () => {
  const { corpus, sids } = await writeTinyCorpus(root);
  shared = [
    ...['--corpus', corpus, '--sids', sids, '--days', '1-2', '--history-length', '5'],
    ...['--model-width', '8', '--batch-size', '64'],
  ];
});

function line(out: string, embed: string, ...more: string[]): string[] {
  return ['train-ranker', ...shared, '--embed', embed, ...more, '--out', join(root, out)];
}

function together(...lines: string[][]) {
  return runCli('train-together', JSON.stringify(lines), '--json');
}

/** A record without what may differ: the folder, times and memory. */
function withoutTimes(record: RunRecord): unknown {
  const { argv, metrics, ...rest } = record;
  const words = argv.slice(0, -1);
  const zero = { examples_per_second: 0, seconds: 0, peak_memory_mb: 0 };
  const outside = { startedAt: '', seconds: 0, peakMemoryMb: 0 };
  return { ...rest, argv: words, metrics: { ...metrics, ...zero }, ...outside };
}

test('folders are as sid train-ranker makes them', async () => {
  const flags = {
    individual: ['--keep-days', '1,2'],
    prefix: ['--seed', '7', '--tensorboard', join(root, 'curves-together')],
  };
  const lines = Object.entries(flags).map(([embed, more]) =>
    line(`together-${embed}`, embed, ...more),
  );
  const { status, out, err } = await together(...lines);
  expect(status, err).toBe(0);
  const { runs } = JSON.parse(out) as { runs: { embed: string; seconds: number; out: string }[] };
  expect(runs.map(({ embed }) => embed)).toEqual(['individual', 'prefix']);
  for (const [i, [embed, more]] of Object.entries(flags).entries()) {
    const alone = join(root, `alone-${embed}`);
    expect((await runCli(...line(`alone-${embed}`, embed, ...more))).status).toBe(0);
    const ours = runs[i].out;
    const [a, b] = [ours, alone].map(readRunRecord);
    expect(withoutTimes(a)).toEqual(withoutTimes(b));
    expect(a.argv).toEqual(lines[i]);
    expect(a.metrics.seconds).toBe(runs[i].seconds);
    expect(a.seconds).toBeGreaterThanOrEqual(runs[i].seconds);
    const models = readdirSync(join(alone, 'models'));
    expect(readdirSync(join(ours, 'models'))).toEqual(models);
    for (const path of models.flatMap((day) => [`${day}/dense`, `${day}/table`])) {
      const [x, y] = [ours, alone].map((run) =>
        readFileSync(join(run, 'models', `${path}.safetensors`)),
      );
      expect(x.equals(y)).toBe(true);
    }
  }
  // One run was trained together, one alone: two files of curves.
  expect(readdirSync(join(root, 'curves-together'))).toHaveLength(2);
});

test('lines are read as sid train-ranker reads them', async () => {
  const right = line('right', 'individual');
  expect(await together(right, line('x', 'prefx'))).toMatchObject({
    status: 2,
    err: expect.stringContaining('did you mean "prefix"?') as string,
  });
  expect(await together(right, line('x', 'prefix', '--keep-days', '9'))).toMatchObject({
    status: 2,
    err: expect.stringContaining('--keep-days 9 is not among --days 1-2') as string,
  });
  expect(await together(right, line('x', 'random', '--dept', '1'))).toMatchObject({ status: 2 });
});

test('a warning names the strategy that it is about', async () => {
  const rows = ['--rows', '16'];
  const { err } = await together(line('w1', 'prefix', ...rows), line('w2', 'random', ...rows));
  expect(err).toMatch(/^warning: prefix: mod 16, the rows, keeps 1 of the 4 first codes/m);
});
