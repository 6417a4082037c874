import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readRecord } from '../../../src/records/run-record.ts';
import type { RecordOf } from '../../../src/records/run-record.ts';
import { trainRankerRecord } from '../../../src/records/train-ranker-record.ts';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import type { TrainStep } from '../../../src/experiments/compare/step.ts';
import type { WorkerInput } from '../../../src/experiments/compare/worker.ts';
import { runCli } from '../../support/run-cli.ts';
import { writeTinyCorpus } from '../../support/tiny-corpus.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-train-together-'));
let shared: TrainStep['settings'];

beforeAll(async () => {
  const { corpus, sids } = await writeTinyCorpus(root);
  const days = { from: 1, to: 2 };
  shared = { corpus, sids, days, historyLength: 5, modelWidth: 8, batchSize: 64 };
});

function step(out: string, settings: TrainStep['settings']): TrainStep {
  return { stage: 'train-ranker', settings: { ...shared, ...settings }, out: join(root, out) };
}

function together(...steps: TrainStep[]) {
  const input: WorkerInput = { steps: [steps], checkpointMinutes: 10 };
  return runCli('run-steps', JSON.stringify(input), '--json');
}

/** A record without what may differ: the folder, times and memory. */
function withoutTimes(record: RecordOf<typeof trainRankerRecord>): unknown {
  const { argv, metrics, ...rest } = record;
  const words = argv.slice(0, -1);
  const zero = { examples_per_second: 0, seconds: 0, peak_memory_mb: 0 };
  const outside = { startedAt: '', seconds: 0, peakMemoryMb: 0 };
  return { ...rest, argv: words, metrics: { ...metrics, ...zero }, ...outside };
}

test('folders are as sid train-ranker makes them', async () => {
  const settings: TrainStep['settings'][] = [
    { embed: 'individual', keepDays: [1, 2] },
    { embed: 'prefix', seed: 7 },
  ];
  const steps = settings.map((given) => step(`together-${given.embed}`, given));
  const { status, out, err } = await together(...steps);
  expect(status, err).toBe(0);
  const { runs } = JSON.parse(out) as { runs: { embed: string; seconds: number; out: string }[] };
  expect(runs.map(({ embed }) => embed)).toEqual(['individual', 'prefix']);
  for (const [i, given] of settings.entries()) {
    const alone = step(`alone-${given.embed}`, given);
    expect((await runCli(...wordsOf(alone))).status).toBe(0);
    const ours = runs[i].out;
    const [a, b] = [ours, alone.out].map((run) => readRecord(trainRankerRecord, run));
    expect(withoutTimes(a)).toEqual(withoutTimes(b));
    expect(a.argv).toEqual(wordsOf(steps[i]));
    expect(a.metrics.seconds).toBe(runs[i].seconds);
    expect(a.seconds).toBeGreaterThanOrEqual(runs[i].seconds);
    const models = readdirSync(join(alone.out, 'models'));
    expect(readdirSync(join(ours, 'models'))).toEqual(models);
    for (const path of models.flatMap((day) => [`${day}/dense`, `${day}/table`])) {
      const [x, y] = [ours, alone.out].map((run) =>
        readFileSync(join(run, 'models', `${path}.safetensors`)),
      );
      expect(x.equals(y)).toBe(true);
    }
  }
});

test('settings are read as those of a configuration are', async () => {
  const right = step('right', { embed: 'individual' });
  const misspelled = JSON.parse(
    JSON.stringify(step('x', { embed: 'prefix' })).replace('"prefix"', '"prefx"'),
  ) as TrainStep;
  expect(await together(right, misspelled)).toMatchObject({
    status: 2,
    err: expect.stringContaining('did you mean "prefix"?') as string,
  });
  const outside = step('x', { embed: 'prefix', keepDays: [9] });
  expect(await together(right, outside)).toMatchObject({
    status: 2,
    err: expect.stringContaining('--keep-days 9 is not among --days 1-2') as string,
  });
});

test('a warning names the strategy that it is about', async () => {
  const { err } = await together(
    step('w1', { embed: 'prefix', rows: 16 }),
    step('w2', { embed: 'random', rows: 16 }),
  );
  expect(err).toMatch(/^warning: prefix: mod 16, the rows, keeps 1 of the 4 first codes/m);
});
