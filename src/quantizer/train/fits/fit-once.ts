// Quantizers that are made in one go, without epochs.
import { Rng } from '../../../util/rng.ts';
import { createQuantizerModel } from '../../model/create-quantizer-model.ts';
import { MODEL_NAMES } from '../../model/model-file.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';
import { writeTrainedModel } from '../train-job.ts';
import type { FinishedTraining, TrainQuantizerJob } from '../train-job.ts';

/**
 * Fills a fresh model and writes it; best and last are one.
 *
 * @param fill writes the model's parameters
 */
export async function fitOnce(
  job: TrainQuantizerJob,
  fill: (model: QuantizerModel, rng: Rng) => Promise<void>,
): Promise<FinishedTraining> {
  const { items } = job;
  const rng = Rng.fromSeed(job.config.seed).split(job.config.quantizer);
  const model = createQuantizerModel({ ...job.config, latentWidth: items.width }, items.width, rng);
  try {
    await fill(model, rng);
    for (const name of MODEL_NAMES) await writeTrainedModel(job, model, name);
    return { history: [], itemsTrained: items.training.length };
  } finally {
    model.dispose();
  }
}
