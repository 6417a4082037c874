import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import { predictDay } from '../../../src/ranker/predict/predict-day.ts';
import { predictSwapped } from '../../../src/ranker/predict/predict-swapped.ts';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import type { RankerRunConfig } from '../../../src/ranker/model/ranker-config.ts';
import { openRankerInputs } from '../../../src/ranker/model/ranker-inputs.ts';
import type { RankerInputs } from '../../../src/ranker/model/ranker-inputs.ts';
import { createRanker, loadRanker, modelFolder } from '../../../src/ranker/model/saved-ranker.ts';
import { Ranker } from '../../../src/ranker/model/ranker.ts';
import { hashString } from '../../../src/util/hash.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { Rng } from '../../../src/util/rng.ts';
import { CATEGORY_LOG, writeCategoryCorpus } from '../../support/category-corpus.ts';
import { describeEachKernelBuild } from '../../support/each-kernel-build.ts';
import { trainOne } from '../../support/train-one.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-categories-'));
let corpus = '';

beforeAll(async () => {
  corpus = await writeCategoryCorpus(root);
});

function configWith(overrides: Partial<RankerRunConfig> = {}): RankerRunConfig {
  return {
    ...{ ...DEFAULT_RANKER_CONFIG, embed: 'individual', modelWidth: 8, historyLength: 3 },
    ...{ denseHidden: [8], topHidden: [8], batchSize: 32, categoryRows: 64 },
    ...{ corpus, sids: null, days: { from: 1, to: 4 }, keepDays: [4] },
    ...overrides,
  };
}

function openInputs(config: RankerRunConfig): Promise<RankerInputs> {
  return openRankerInputs(config.corpus, undefined, config);
}

/** @returns the NE of the last day while training, and the run's folder */
async function train(
  name: string,
  config: RankerRunConfig,
  { resume = false, stopAfter = Infinity } = {},
): Promise<{ ne: number; folder: string }> {
  const folder = join(root, name);
  let batches = 0;
  const days = await trainOne({
    ...{ config, folder, resume, inputs: await openInputs(config), onProgress: ignoreProgress },
    shouldStop: () => ++batches >= stopAfter,
  });
  return { ne: days[days.length - 1].ne, folder };
}

const DAY_4 = { days: { from: 4, to: 4 } };

const weightsOf = (folder: string): Buffer[] =>
  ['dense.safetensors', 'table.safetensors'].map((file) =>
    readFileSync(join(modelFolder(folder, 4), file)),
  );

/** Two items of one kind and one of another; rows of their own, width 4, no history, no hidden layers. */
function createSmall() {
  const config = {
    ...{ ...DEFAULT_RANKER_CONFIG, modelWidth: 4, historyLength: 0 },
    ...{ denseHidden: [], topHidden: [], tableLearningRate: 0.5, learningRate: 1e-6 },
  };
  const rows_NJ = Int32Array.of(0, 1, 2);
  const itemRows = { embed: 'individual' as const, rows_NJ, tokensPerItem: 1, numRows: 3 };
  const kinds = { name: 'kind', rows_N: Int32Array.of(5, 5, 0), numRows: 6 };
  const ranker = new Ranker(config, itemRows, 1, Rng.fromSeed(1), [kinds]);
  const [items_NM, kinds_HM] = [new Float32Array(12).fill(0.5), new Float32Array(24).fill(-1)];
  items_NM.set([1, 2, 3, 4]);
  kinds_HM.set([0.25, -0.5, 0.5, 0.125], 5 * 4);
  const tensors = new Map(ranker.tables.flatMap((table) => [...table.tensors()]));
  tensors.set('table.weights', { shape: [3, 4], values: items_NM });
  tensors.set('category.kind.weights', { shape: [6, 4], values: kinds_HM });
  for (const table of ranker.tables) table.restore({ tensors, metadata: {} }, '');
  // The logit is the dot product of item and kind, the last of d.h, d.t, h.t, d.k, h.k, t.k behind the dense vector.
  for (const parameter of ranker.parameters) {
    const values = new Float32Array(parameter.read().length);
    if (parameter.name === 'top.0.weight') {
      expect(parameter.shape).toEqual([4 + 6, 1]);
      values[9] = 1;
    }
    parameter.write(values);
  }
  const read = (name: string): number[] => [
    ...(new Map(ranker.tables.flatMap((t) => [...t.tensors()])).get(name)?.values ?? []),
  ];
  const batchOf = (item: number, label: number) => ({
    ...{ day: 1, size: 1, userIndex_B: Int32Array.of(0), itemIndex_B: Int32Array.of(item) },
    ...{ timeMs_B: Float64Array.of(0), label_B: Uint8Array.of(label) },
    ...{ dense_BF: Float32Array.of(1), history_BT: new Int32Array(0) },
    ...{ historyAgeMs_BT: new Float32Array(0), historyLength_B: Int32Array.of(0) },
  });
  return { ranker, read, batchOf };
}

describeEachKernelBuild(() => {
  test('by hand: the dot product of item and category, and one step of both', () => {
    const { ranker, read, batchOf } = createSmall();
    const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
    // 1 * 0.25 - 2 * 0.5 + 3 * 0.5 + 4 * 0.125 = 1.25; 0.5 (0.25 - 0.5 + 0.5 + 0.125); 0.5 * -4
    for (const [item, logit] of [1.25, 0.1875, -2].entries()) {
      expect(ranker.predict(batchOf(item, 0))[0]).toBeCloseTo(sigmoid(logit), 6);
    }
    ranker.trainStep(batchOf(0, 1));
    // A click: dL/dlogit < 0, so Adagrad's first step is +0.5 times the sign of the other vector.
    const close = (values: number[], wanted: number[]): void => {
      values.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 4));
    };
    close(read('table.weights').slice(0, 4), [1.5, 1.5, 3.5, 4.5]);
    close(read('category.kind.weights').slice(20), [0.75, 0, 1, 0.625]);
    expect(read('category.kind.weights').slice(0, 20)).toEqual(new Array<number>(20).fill(-1));
    // The other item of that kind has moved with it, the third has not.
    expect(ranker.predict(batchOf(1, 0))[0]).toBeCloseTo(sigmoid(0.5 * 2.375), 4);
    expect(ranker.predict(batchOf(2, 0))[0]).toBeCloseTo(sigmoid(-2), 4);
    ranker.dispose();
  });
});

test('a category that decides the click is learned, one that says nothing is not', async () => {
  const all = await train('all', configWith());
  const none = await train('none', configWith({ categories: [] }));
  const shade = await train('shade', configWith({ categories: ['shade'] }));
  expect(all.ne).toBeLessThan(0.7);
  expect(none.ne).toBeGreaterThan(0.9);
  expect(shade.ne).toBeGreaterThan(0.9);
});

test('stopped and resumed, twice: the same bits as unbroken, with all tables in the checkpoint', async () => {
  const config = configWith({ days: { from: 3, to: 4 }, tableOptimizer: 'row-wise-adagrad' });
  const whole = await train('whole', config);
  await expect(train('broken', config, { stopAfter: 20 })).rejects.toThrow(InterruptedError);
  const again = { resume: true, stopAfter: 50 };
  await expect(train('broken', config, again)).rejects.toThrow(InterruptedError);
  const resumed = await train('broken', config, { resume: true });
  expect(weightsOf(resumed.folder)).toEqual(weightsOf(whole.folder));
  const { tensors } = readCheckpoint(join(modelFolder(whole.folder, 4), 'table.safetensors'));
  expect([...tensors].map(([name, { shape }]) => [name, ...shape])).toEqual([
    ['table.weights', CATEGORY_LOG.numItems, 8],
    ['table.accumulators', CATEGORY_LOG.numItems, 1],
    ['category.shade.weights', 64, 8],
    ['category.shade.accumulators', 64, 1],
    ['category.kind.weights', 64, 8],
    ['category.kind.accumulators', 64, 1],
  ]);
});

test('a saved model predicts with its categories; with another item in its place with that one’s', async () => {
  const config = configWith({ days: { from: 3, to: 4 }, historyLength: 0 });
  const { folder } = await train('saved', config);
  const loaded = await loadRanker({ folder, config }, 4);
  const { itemIndex, probability } = await predictDay(loaded, { day: 4, only: 'all' });
  const target = itemIndex[0];
  const { swapped } = await predictSwapped(loaded, [() => target], { day: 4, only: 'all' });
  // Without history and dense features nothing but the item tells impressions apart, its categories among it.
  for (const p of swapped[0]) expect(p).toBe(probability[0]);
  expect(new Set(probability).size).toBeGreaterThan(100);
  loaded.ranker.dispose();
});

test('the categories used are named in any order; without any the bits are those of a corpus that has none', async () => {
  const one = await train('order-1', configWith({ ...DAY_4, categories: ['kind', 'shade'] }));
  const two = await train('order-2', configWith({ ...DAY_4, categories: ['shade', 'kind'] }));
  expect(weightsOf(two.folder)).toEqual(weightsOf(one.folder));
  const config = configWith({ categories: [] });
  const { itemRows } = await openInputs(config);
  const rankers = [
    createRanker(config, await openInputs(config)),
    new Ranker(config, itemRows, 0, Rng.fromSeed(config.seed).split('ranker')),
  ];
  const tensors = rankers.map((ranker) => [
    ...ranker.parameters.map((parameter) => [parameter.name, parameter.read()]),
    ...ranker.tables.flatMap((table) => [...table.tensors()]),
  ]);
  expect(tensors[0]).toEqual(tensors[1]);
  for (const ranker of rankers) ranker.dispose();
});

test('a value’s row is a hash of it; each category and seed has hashes of its own', async () => {
  const { categories } = await openInputs(configWith({ categoryRows: 1000, seed: 7 }));
  expect(categories.map(({ name }) => name)).toEqual(['shade', 'kind']);
  const [shade, kind] = categories.map(({ rows_N }) => new Set(rows_N));
  const hashOf = (value: string, name: string): number =>
    hashString(value, hashString(name, 7)) % 1000;
  const wanted = (name: string, ...values: string[]) =>
    new Set(values.map((value) => hashOf(value, name)));
  expect(kind).toEqual(wanted('kind', 'good', 'fair', 'bad'));
  expect(shade).toEqual(wanted('shade', 'red', 'green', 'blue', ''));
  expect(hashOf('', 'kind')).not.toBe(hashOf('', 'shade'));
});

test('a category that the corpus does not have is named', async () => {
  await expect(openInputs(configWith({ categories: ['kinds'] }))).rejects.toThrow(
    /categories.* has no "kinds"; did you mean "kind"\?$/,
  );
});
