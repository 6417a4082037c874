import { join } from 'node:path';
import { writeCheckpoint } from '../../../src/artifacts/checkpoint.ts';
import { codebookSizesOf, RQ_VAE_SETTINGS } from '../../../src/quantizer/model/rq-vae-config.ts';
import type { SizedConfig } from '../../../src/quantizer/model/rq-vae-config.ts';
import { createRqVae } from '../../../src/quantizer/model/rq-vae.ts';
import type { RqVae } from '../../../src/quantizer/model/rq-vae.ts';
import { writeQuantizer } from '../../../src/quantizer/model/saved-quantizer.ts';
import { defaultsOf } from '../../../src/schema/settings.ts';
import { Rng } from '../../../src/util/rng.ts';

const SEED = 1;
const INPUT_WIDTH = 512;
const NUM_BATCHES = 8;

/** 512-256-128-64, L = 3, K = 2048, batches of 2048, Adam. */
export const RQ_VAE_BENCH: SizedConfig = {
  ...defaultsOf(RQ_VAE_SETTINGS),
  hidden: [256, 128],
  latentWidth: 64,
  networkStart: 'random',
  levels: 3,
  codebookSize: 2048,
  optimizer: 'adam',
  batchSize: 2048,
  epochs: 1,
};

/** Writes `model.safetensors`, with codebooks as wide as the latents, and `items.safetensors`. */
export async function prepareRqVae(folder: string): Promise<void> {
  const rng = Rng.fromSeed(SEED);
  const { batchSize } = RQ_VAE_BENCH;
  const drawItems = (): Float32Array =>
    Float32Array.from({ length: batchSize * INPUT_WIDTH }, () => rng.normal());
  const model = createRqVae(
    { ...RQ_VAE_BENCH, codebookSizes: codebookSizesOf(RQ_VAE_BENCH) },
    INPUT_WIDTH,
    rng.split('model'),
  );
  model.codebooks.write(codebooksNear(model, drawItems()));
  const normalization = {
    name: 'center' as const,
    mean_D: new Float32Array(INPUT_WIDTH).fill(0.01),
    factor_D: new Float32Array(INPUT_WIDTH).fill(1.01),
  };
  const file = join(folder, 'model.safetensors');
  await writeQuantizer(file, { config: RQ_VAE_BENCH, model, normalization });
  model.dispose();
  const tensors = new Map(
    Array.from({ length: NUM_BATCHES }, (_, batch) => {
      return [String(batch), { shape: [batchSize, INPUT_WIDTH], values: drawItems() }] as const;
    }),
  );
  await writeCheckpoint(join(folder, 'items.safetensors'), { tensors, metadata: {} });
}

/** Latents of other items; each level half as wide as the one before. */
function codebooksNear(model: RqVae, x_BD: Float32Array): Float32Array {
  const z_KZ = model.encode(x_BD);
  const codebooks = new Float32Array(model.codebooks.values.length);
  model.codebookSizes.forEach((_, level) => {
    codebooks.set(
      z_KZ.map((value) => value / 2 ** level),
      level * z_KZ.length,
    );
  });
  return codebooks;
}
