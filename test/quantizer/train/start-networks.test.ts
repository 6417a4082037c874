import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RqVaeConfig } from '../../../src/quantizer/model/rq-vae-config.ts';
import { createRqVae, rqVaeSizesOf } from '../../../src/quantizer/model/rq-vae.ts';
import { readQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { prepareNetworks } from '../../../src/quantizer/train/start-networks.ts';
import { prepareItems } from '../../../src/quantizer/train/training-items.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { Rng } from '../../../src/util/rng.ts';
import { neverStop } from '../../../src/util/signals.ts';
import { groupedItems, tinyConfig, trainTiny, WIDTH } from '../support.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-start-networks-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const pca = { networkStart: 'pca', bestBy: 'reconstruction' } as const;

/** A start of networks for all items as they are. */
function startFor(config: RqVaeConfig) {
  const job = { config, items: preparedItems(), onProgress: ignoreProgress, shouldStop: neverStop };
  return prepareNetworks(job, Rng.fromSeed(1));
}

function preparedItems() {
  const all = groupedItems();
  const known = Int32Array.from({ length: 200 }, (_, item) => item);
  const options = { known, normalize: 'none', validationShare: 0, rng: Rng.fromSeed(1) } as const;
  return prepareItems(all, options);
}

test('with as many components as dimensions the networks give back what they were given', async () => {
  const items = preparedItems();
  const config = { ...tinyConfig(pca), latentWidth: WIDTH };
  const start = await startFor(config);
  const model = createRqVae(rqVaeSizesOf(config), WIDTH, Rng.fromSeed(2));
  start.begin(model);
  const x_BD = items.x_ND.slice(0, 5 * WIDTH);
  const z_BZ = model.encode(x_BD);
  expect([...model.decode(z_BZ)]).toBeAllclose([...x_BD], 1e-4);
  // A rotation: distances stay.
  const squares = (rows: Float32Array): number => {
    let sum = 0;
    for (let d = 0; d < WIDTH; d++) sum += (rows[d] - rows[WIDTH + d]) ** 2;
    return sum;
  };
  expect(squares(z_BZ) / squares(x_BD)).toBeCloseTo(1, 4);
  model.dispose();
});

test('a width that is not given holds 98 % of the variance', async () => {
  const items = preparedItems();
  const { latentWidth } = await startFor({ ...tinyConfig(pca), latentWidth: null });
  expect(latentWidth % 4).toBe(0);
  const leftOver = async (width: number): Promise<number> => {
    const config = { ...tinyConfig(pca), latentWidth: width };
    const model = createRqVae(rqVaeSizesOf(config), WIDTH, Rng.fromSeed(2));
    (await startFor(config)).begin(model);
    const decoded_ND = model.decode(model.encode(items.x_ND));
    model.dispose();
    const mean_D = Float64Array.from({ length: WIDTH }, (_, d) => {
      let sum = 0;
      for (let i = d; i < items.x_ND.length; i += WIDTH) sum += items.x_ND[i];
      return sum / 200;
    });
    let [error, variance] = [0, 0];
    items.x_ND.forEach((value, i) => {
      error += (value - decoded_ND[i]) ** 2;
      variance += (value - mean_D[i % WIDTH]) ** 2;
    });
    return error / variance;
  };
  expect(await leftOver(latentWidth)).toBeLessThanOrEqual(0.02 + 1e-6);
  expect(await leftOver(latentWidth - 4)).toBeGreaterThan(0.02);
});

test('the best model is never worse than the start, which is residual k-means', async () => {
  const kmeans = await trainTiny(
    join(root, 'kmeans'),
    tinyConfig({ quantizer: 'residual-kmeans' }),
  );
  const wild = tinyConfig({ ...pca, latentWidth: WIDTH, learningRate: 1, epochs: 2 });
  const start = await trainTiny(join(root, 'wild'), wild);
  expect(start.history.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  expect(start.explainedVariance).toBeGreaterThan(kmeans.explainedVariance - 0.05);
  const trained = await trainTiny(join(root, 'pca'), tinyConfig({ ...pca, epochs: 40 }));
  expect(trained.explainedVariance).toBeGreaterThan(kmeans.explainedVariance);
});

test('the width of a model is in its file', async () => {
  await trainTiny(join(root, 'width'), { ...tinyConfig(pca), latentWidth: null });
  const { config, model } = readQuantizer(join(root, 'width', 'best.safetensors'));
  expect(config.latentWidth).toBe(model.latentWidth);
  expect(model.codebooks.shape[1]).toBe(model.latentWidth);
  model.dispose();
});
