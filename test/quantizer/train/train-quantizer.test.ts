import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bestEpoch } from '../../../src/quantizer/train/epoch-metrics.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { InterruptedError } from '../../../src/util/errors.ts';
import type { Progress } from '../../../src/util/progress.ts';
import { tinyConfig, trainTiny } from '../support.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-quantizer-'));
const inRoot = (name: string): string => join(root, name);

function filesOf(folder: string): Buffer[] {
  return ['best.safetensors', 'last.safetensors'].map((name) => readFileSync(join(folder, name)));
}

/** Says stop when it has been asked so often. */
function stopAfter(asked: number): () => boolean {
  let times = 0;
  return () => ++times >= asked;
}

test('the loss falls, codes are used, items are told apart', async () => {
  const progress: Progress[] = [];
  const { history, measures, explainedVariance, itemsTrained } = await trainTiny(
    inRoot('plain'),
    tinyConfig({ epochs: 30 }),
    { onProgress: (each) => progress.push(each) },
  );
  expect(history.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 31 }, (_, i) => i));
  expect(history[30].train_loss).toBeLessThan(0.5 * history[1].train_loss);
  expect(history[30].validation_loss).toBeLessThan(0.5 * (history[1].validation_loss ?? 0));
  const [first, second] = history[30].levels;
  expect(second.residual_norm).toBeLessThan(first.residual_norm);
  expect(Math.min(first.usage, second.usage)).toBeGreaterThanOrEqual(5);
  expect(explainedVariance).toBeGreaterThan(0.7);
  expect(measures.collisions.items).toBe(200);
  expect(measures.collisions.semanticIds).toBeGreaterThanOrEqual(12);
  expect(itemsTrained).toBe(30 * 180);
  expect(readdirSync(inRoot('plain')).sort()).toEqual(['best.safetensors', 'last.safetensors']);
  expect(progress.at(-1)).toMatchObject({ stage: 'training', done: 5400, total: 5400 });
  expect(progress.at(-1)?.note).toMatch(
    /^epoch 30\/30 {2}loss [\d.]+ {2}validation [\d.]+ {2}usage \d\/\d {2}perplexity \d\/\d {2}residual [\d.]+\/[\d.]+$/,
  );
});

test('the best model is what a run that ends with that epoch has last', async () => {
  // Without restarts an epoch does not depend on how many there will be.
  const config = tinyConfig({ learningRate: 0.1, restartAfter: 0, epochs: 15 });
  const { history } = await trainTiny(inRoot('best'), config);
  const best = bestEpoch(history, 'loss')?.epoch ?? 0;
  expect(best).toBeLessThan(15);
  await trainTiny(inRoot('best-short'), { ...config, epochs: best });
  const weightsOf = (name: string): Float32Array[] => {
    const { model } = readQuantizer(inRoot(name));
    return model.parameters.map((parameter) => parameter.read());
  };
  expect(weightsOf('best/best.safetensors')).toEqual(weightsOf('best-short/last.safetensors'));
  expect(weightsOf('best/best.safetensors')).not.toEqual(weightsOf('best/last.safetensors'));
});

test.each(['adam', 'adagrad', 'sgd'] as const)(
  '%s: the same seed gives the same bits',
  async (optimizer) => {
    const config = tinyConfig({ optimizer, epochs: 3, learningRate: 0.001 });
    const a = await trainTiny(inRoot(`${optimizer}-a`), config);
    const b = await trainTiny(inRoot(`${optimizer}-b`), config);
    await trainTiny(inRoot(`${optimizer}-c`), { ...config, seed: 2 });
    expect(a.history).toEqual(b.history);
    expect(filesOf(inRoot(`${optimizer}-a`))).toEqual(filesOf(inRoot(`${optimizer}-b`)));
    expect(filesOf(inRoot(`${optimizer}-c`))).not.toEqual(filesOf(inRoot(`${optimizer}-a`)));
  },
);

// Six steps an epoch; k-means asks too, so the first stop is before the first step.
test.each([[1], [30, 5], [45, 15], [56, 6, 6]])(
  'stopped after %j and resumed: the same bits as unbroken',
  async (...stops) => {
    const config = tinyConfig({ restartAfter: 3 });
    const unbroken = await trainTiny(inRoot('unbroken'), config);
    const folder = inRoot(`broken-${stops.join('-')}`);
    for (const stop of stops) {
      const options = { resume: existsSync(folder), shouldStop: stopAfter(stop) };
      await expect(trainTiny(folder, config, options)).rejects.toThrow(InterruptedError);
    }
    const resumed = await trainTiny(folder, config, { resume: true });
    expect(resumed.history).toEqual(unbroken.history);
    expect(resumed.measures).toEqual(unbroken.measures);
    expect(filesOf(folder)).toEqual(filesOf(inRoot('unbroken')));
    expect(existsSync(join(folder, 'checkpoint.safetensors'))).toBe(false);
    expect(unbroken.history.some(({ restarted_codes }) => restarted_codes > 0)).toBe(true);
  },
);

test('resuming with other settings is refused, and says which', async () => {
  const folder = inRoot('changed');
  const options = { shouldStop: stopAfter(30) };
  await expect(trainTiny(folder, tinyConfig(), options)).rejects.toThrow(InterruptedError);
  await expect(
    trainTiny(folder, tinyConfig({ commitmentWeight: 1 }), { resume: true }),
  ).rejects.toThrow(/begun with commitmentWeight 0\.5, now it is 1/);
});

test('without held-out items the training loss judges', async () => {
  const { history } = await trainTiny(
    inRoot('all'),
    tinyConfig({ validationShare: 0, epochs: 3 }, 200),
  );
  expect(history.map(({ validation_loss }) => validation_loss)).toEqual([null, null, null, null]);
  expect(existsSync(join(inRoot('all'), 'best.safetensors'))).toBe(true);
});

test('residual k-means has the same files and no epochs', async () => {
  const config = tinyConfig({ quantizer: 'residual-kmeans' });
  const { history, explainedVariance } = await trainTiny(inRoot('kmeans'), config);
  expect(history).toEqual([]);
  expect(explainedVariance).toBeGreaterThan(0.8);
  const { model, config: saved } = readQuantizer(join(inRoot('kmeans'), 'best.safetensors'));
  expect(saved).toEqual({ ...config, latentWidth: 12 });
  expect(model.parameters.map(({ name }) => name)).toEqual(['codebooks']);
  expect(model.codebooks.shape).toEqual([12, 12]);
  expect(model.codebookSizes).toEqual([6, 6]);
});

test('a rate that makes the loss run away is a line for the user', async () => {
  const config = tinyConfig({ optimizer: 'sgd', learningRate: 1e6 });
  await expect(trainTiny(inRoot('diverged'), config)).rejects.toThrow(
    /^the loss is (NaN|Infinity) in epoch 1; give a lower ‹learningRate›$/,
  );
});

test.each(['rq-vae', 'residual-kmeans'] as const)(
  '%s: a size for each level',
  async (quantizer) => {
    const folder = inRoot(`sizes-${quantizer}`);
    const config = tinyConfig({ quantizer, codebookSizes: [9, 3], epochs: 2, restartAfter: 1 });
    const { measures } = await trainTiny(folder, config);
    const { model } = readQuantizer(join(folder, 'best.safetensors'));
    expect(model.codebookSizes).toEqual([9, 3]);
    expect(model.codebooks.shape[0]).toBe(12);
    expect(measures.levels[0].usage).toBeGreaterThan(3);
    expect(measures.levels[1].usage).toBeLessThanOrEqual(3);
    model.dispose();
  },
);
