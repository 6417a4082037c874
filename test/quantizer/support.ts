import type { ItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { completeRqVaeConfig } from '../../src/quantizer/model/complete-rq-vae-config.ts';
import type { RqVaeConfig } from '../../src/quantizer/model/rq-vae-config.ts';
import type { TrainQuantizerJob } from '../../src/quantizer/train/train-job.ts';
import { trainQuantizer } from '../../src/quantizer/train/train-quantizer.ts';
import type { TrainedQuantizer } from '../../src/quantizer/train/train-quantizer.ts';
import { prepareItems } from '../../src/quantizer/train/training-items.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { Rng } from '../../src/util/rng.ts';
import { neverStop } from '../../src/util/signals.ts';

export const WIDTH = 12;

/** Items in groups of groups: 4 far apart, in each 4 nearer ones, and noise. Ids are texts. */
export function groupedItems(numItems = 200, seed = 1): ItemEmbeddings {
  const rng = Rng.fromSeed(seed);
  const centers = Array.from(
    { length: 20 * WIDTH },
    (_, i) => (i < 4 * WIDTH ? 3 : 1) * rng.normal(),
  );
  const embeddings_ND = Float32Array.from({ length: numItems * WIDTH }, (_, i) => {
    const [item, d] = [Math.floor(i / WIDTH), i % WIDTH];
    const coarse = centers[(item % 4) * WIDTH + d];
    return coarse + centers[(4 + (item % 16)) * WIDTH + d] + 0.2 * rng.normal();
  });
  const itemIds = Array.from({ length: numItems }, (_, item) => `item-${item}`);
  return { itemIds, embeddings_ND, width: WIDTH };
}

/** A config for `groupedItems` that trains in a moment. */
export function tinyConfig(overrides: Partial<RqVaeConfig> = {}, numItems = 180): RqVaeConfig {
  const sizes = { levels: 2, codebookSize: 6, hidden: [16], latentWidth: 8, batchSize: 32 };
  const start = { networkStart: 'random', codebookUpdate: 'gradient', bestBy: 'loss' } as const;
  const loss = { commitmentWeight: 0.5 };
  const given = {
    ...sizes,
    ...start,
    ...loss,
    learningRate: 0.01,
    validationShare: 0.1,
    epochs: 12,
    ...overrides,
  };
  return completeRqVaeConfig(given, numItems);
}

/** Trains on `groupedItems`. */
export function trainTiny(
  folder: string,
  config: RqVaeConfig = tinyConfig(),
  options: Partial<Pick<TrainQuantizerJob, 'resume' | 'shouldStop' | 'onProgress'>> = {},
): Promise<TrainedQuantizer> {
  const all = groupedItems();
  const known = Int32Array.from({ length: all.itemIds.length }, (_, item) => item);
  const items = prepareItems(all, { ...config, known, rng: Rng.fromSeed(config.seed) });
  return trainQuantizer({
    ...{ config, items, settings: config, folder, resume: false },
    ...{ onProgress: ignoreProgress, shouldStop: neverStop },
    ...options,
  });
}
