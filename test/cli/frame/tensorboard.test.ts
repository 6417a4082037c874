import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { trainRankerRecord } from '../../../src/records/train-ranker-record.ts';
import { trainRqVaeRecord } from '../../../src/records/train-rqvae-record.ts';
import { logTraining, openTensorboard } from '../../../src/cli/frame/tensorboard.ts';
import type { EpochMetrics } from '../../../src/quantizer/train/epoch-metrics.ts';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import { openRankerInputs } from '../../../src/ranker/model/ranker-inputs.ts';
import { trainOne } from '../../support/train-one.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { groupedItems } from '../../quantizer/support.ts';
import { readEventFiles } from '../../support/read-event-files.ts';
import type { Scalar } from '../../support/read-event-files.ts';
import { runCli } from '../../support/run-cli.ts';
import { writeTinyCorpus } from '../../support/tiny-corpus.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-tensorboard-'));
const SMALL = { modelWidth: 8, historyLength: 5, denseHidden: [8], topHidden: [8], batchSize: 8 };
let files: { corpus: string; sids: string };

beforeAll(async () => {
  files = await writeTinyCorpus(root);
});

/** 125 steps a day in batches of 8: 10 to 120, 135 to 245 ... */
function entrySteps(days: number): number[] {
  return Array.from(
    { length: days * 12 },
    (_, i) => 125 * Math.floor(i / 12) + 10 * ((i % 12) + 1),
  );
}

/** The points of a curve. */
function curve(scalars: readonly Scalar[], wanted: string): [step: number, value: number][] {
  return scalars.filter(({ tag }) => tag === wanted).map(({ step, value }) => [step, value]);
}

test('train-ranker: the curves are those of run.json, and the model has the same bits as without', async () => {
  const folder = join(root, 'ranker-curves');
  const words = [
    ...['train-ranker', '--corpus', files.corpus, '--sids', files.sids, '--embed', 'prefix'],
    ...['--days', '1-2', '--batch-size', '8', '--held-out-share', '0', '--model-width', '8'],
  ];
  const [plain, logged] = ['plain', 'logged'].map((name) => join(root, name));
  expect((await runCli(...words, '--out', plain)).status).toBe(0);
  expect((await runCli(...words, '--out', logged, '--tensorboard', folder)).status).toBe(0);
  for (const file of ['dense.safetensors', 'table.safetensors']) {
    const [a, b] = [plain, logged].map((run) => readFileSync(join(run, 'models/day-002', file)));
    expect(a.equals(b)).toBe(true);
  }
  const scalars = readEventFiles(folder);
  const days = readRecord(trainRankerRecord, logged).metrics.days;
  expect(curve(scalars, 'by_day/ne')).toEqual(days.map(({ day, ne }) => [day, Math.fround(ne)]));
  expect(curve(scalars, 'by_day/log_loss')).toEqual(
    days.map(({ day, log_loss }) => [day, Math.fround(log_loss)]),
  );
  // An entry after each ten of a day.
  for (const tag of ['day_so_far/ne', 'day_so_far/log_loss']) {
    expect(curve(scalars, tag).map(([step]) => step)).toEqual(entrySteps(2));
  }
  const speeds = scalars.filter(({ tag }) => tag.endsWith('examples_per_second'));
  expect(speeds.length).toBeGreaterThan(0);
  for (const { value } of speeds) expect(value).toBeGreaterThan(0);
});

test('a resumed run goes on where the interrupted one stopped', async () => {
  const config = {
    ...{ ...DEFAULT_RANKER_CONFIG, ...SMALL, ...files, heldOutShare: 0 },
    ...{ days: { from: 1, to: 3 }, keepDays: [3] },
  };
  const train = async (name: string, resume: boolean, mostBatches: number): Promise<void> => {
    let batches = 0;
    let seconds = 0;
    await trainOne({
      config,
      inputs: await openRankerInputs(config.corpus, config.sids, config),
      folder: join(root, name),
      resume,
      log: logTraining(openTensorboard(join(root, `${name}-curves`)), () => ++seconds),
      onProgress: ignoreProgress,
      shouldStop: () => ++batches >= mostBatches,
    });
  };
  await train('unbroken', false, Infinity);
  await expect(train('broken', false, 150)).rejects.toThrow(InterruptedError);
  await train('broken', true, Infinity);
  const [unbroken, broken] = ['unbroken', 'broken'].map((name) =>
    readEventFiles(join(root, `${name}-curves`)).filter(({ tag }) => !tag.includes('per_second')),
  );
  expect(curve(unbroken, 'day_so_far/ne').map(([step]) => step)).toEqual(entrySteps(3));
  expect(broken).toEqual(unbroken);
});

test('speed: impressions over seconds since the last entry, also for a run that goes on', () => {
  const seen: [number, unknown][] = [];
  let seconds = 0;
  const log = logTraining(
    (step, scalars) => seen.push([step, scalars]),
    () => seconds,
  );
  const metrics = { day: 2, impressions: 9, label_rate: 0.5, log_loss: 0.75, ne: 1.5 };
  log.start(1000);
  seconds = 10;
  log.step(7, 1500, metrics);
  seconds = 14;
  log.step(8, 1700, metrics);
  seconds = 20;
  log.day(1800, metrics);
  const soFar = { 'day_so_far/ne': 1.5, 'day_so_far/log_loss': 0.75 };
  expect(seen).toEqual([
    [7, { ...soFar, 'speed/examples_per_second': 50 }],
    [8, { ...soFar, 'speed/examples_per_second': 50 }],
    [2, { 'by_day/ne': 1.5, 'by_day/log_loss': 0.75, 'by_day/examples_per_second': 40 }],
  ]);
});

test('train-rqvae: parts of the loss and usage by epoch, and the same bits as without', async () => {
  const embeddings = join(root, 'embeddings.arrow');
  await writeItemEmbeddings(embeddings, groupedItems());
  const folder = join(root, 'rqvae-curves');
  const words = [
    ...['train-rqvae', '--embeddings', embeddings, '--levels', '2', '--codebook-size', '6'],
    ...['--hidden', 'none', '--latent-width', '8', '--epochs', '3'],
  ];
  const [plain, logged] = ['rqvae-plain', 'rqvae-logged'].map((name) => join(root, name));
  expect((await runCli(...words, '--out', plain)).status).toBe(0);
  expect((await runCli(...words, '--out', logged, '--tensorboard', folder)).status).toBe(0);
  const [a, b] = [plain, logged].map((run) => readFileSync(join(run, 'last.safetensors')));
  expect(a.equals(b)).toBe(true);
  const scalars = readEventFiles(folder);
  const history = readRecord(trainRqVaeRecord, logged).metrics.history;
  const expected: Readonly<Record<string, (epoch: EpochMetrics) => number>> = {
    'loss/train': (epoch) => epoch.train_loss,
    'loss/train_reconstruction': (epoch) => epoch.train_reconstruction,
    'loss/train_quantization': (epoch) => epoch.train_loss - epoch.train_reconstruction,
    'loss/validation': (epoch) => epoch.validation_loss ?? NaN,
    'loss/validation_reconstruction': (epoch) => epoch.validation_reconstruction ?? NaN,
    'codes/restarted': (epoch) => epoch.restarted_codes,
    'level_1/usage': (epoch) => epoch.levels[0].usage,
    'level_2/perplexity': (epoch) => epoch.levels[1].perplexity,
    'level_2/residual_norm': (epoch) => epoch.levels[1].residual_norm,
  };
  // The start, and three epochs.
  expect(history).toHaveLength(4);
  for (const [tag, value] of Object.entries(expected)) {
    expect(curve(scalars, tag), tag).toEqual(
      history.map((epoch) => [epoch.epoch, Math.fround(value(epoch))]),
    );
  }
});

test('a folder that cannot be, and a quantizer without epochs, are told of', async () => {
  const file = join(root, 'a-file');
  writeFileSync(file, '');
  expect(() => openTensorboard(file)).toThrow(`--tensorboard ${file}: cannot be written to`);
  const words = ['train-rqvae', '--embeddings', 'none', '--quantizer', 'residual-kmeans'];
  const { status, err } = await runCli(...words, '--out', 'none', '--tensorboard', root);
  expect([status, err]).toEqual([2, expect.stringContaining('residual-kmeans has none')]);
});
