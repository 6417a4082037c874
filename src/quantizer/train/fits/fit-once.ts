// Quantizers that are made in one go, without epochs.
import { join } from 'node:path';
import { Rng } from '../../../util/rng.ts';
import { createQuantizerModel } from '../../model/create-quantizer-model.ts';
import { MODEL_NAMES, modelFile } from '../../model/model-file.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';
import { writeQuantizer } from '../../model/saved-quantizer.ts';
import type { TrainQuantizerJob } from '../train-job.ts';
import type { RqVaeTraining } from '../train-rq-vae.ts';

/**
 * Fills a fresh model and writes it; best and last are one.
 *
 * @param fill writes the model's parameters
 */
export async function fitOnce(
  job: TrainQuantizerJob,
  fill: (model: QuantizerModel, rng: Rng) => Promise<void>,
): Promise<RqVaeTraining> {
  const { items, folder } = job;
  const rng = Rng.fromSeed(job.config.seed).split(job.config.quantizer);
  const model = createQuantizerModel({ ...job.config, latentWidth: items.width }, items.width, rng);
  try {
    await fill(model, rng);
    const { normalization } = items;
    const config = { ...job.config, latentWidth: model.latentWidth };
    for (const name of MODEL_NAMES) {
      await writeQuantizer(join(folder, modelFile(name)), { config, model, normalization });
    }
    return { history: [], itemsTrained: items.training.length };
  } finally {
    model.dispose();
  }
}
