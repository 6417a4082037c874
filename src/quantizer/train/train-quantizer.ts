// Trains any quantizer, then measures it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { explainWriteError } from '../../util/atomic-output.ts';
import { QUANTIZER_FITS } from './fits/quantizer-fits.ts';
import { measureItems } from './measure-items.ts';
import type { ItemMeasures } from './measure-items.ts';
import { modelFile } from '../model/model-file.ts';
import { readQuantizer } from '../model/saved-quantizer.ts';
import type { FinishedTraining, TrainQuantizerJob } from './train-job.ts';

export interface TrainedQuantizer extends FinishedTraining {
  /** The best model on all items, held out or not. */
  readonly measures: ItemMeasures;
  /** Share of the embeddings' variance that its reconstruction explains; below 0 where it does harm. */
  readonly explainedVariance: number;
}

/**
 * Trains the quantizer that the config names; both of its models are in the folder afterward, and a checkpoint until
 * the caller has recorded the run.
 *
 * @throws InterruptedError when `shouldStop` says so; the folder then has what it takes to go on
 */
export async function trainQuantizer(job: TrainQuantizerJob): Promise<TrainedQuantizer> {
  const { config, folder } = job;
  try {
    mkdirSync(folder, { recursive: true });
    const training = await QUANTIZER_FITS[config.quantizer](job);
    const measures = measureBest(job);
    const { x_ND, width } = job.items;
    const explainedVariance = 1 - measures.loss.reconstruction / varianceOf(x_ND, width);
    return { ...training, measures, explainedVariance };
  } catch (error) {
    throw explainWriteError(error, folder);
  }
}

function measureBest({ folder, items, config }: TrainQuantizerJob): ItemMeasures {
  const { model } = readQuantizer(join(folder, modelFile('best')));
  try {
    const all = Int32Array.from({ length: items.x_ND.length / items.width }, (_, item) => item);
    return measureItems(model, items.x_ND, all, config.commitmentWeight);
  } finally {
    model.dispose();
  }
}

/** Mean square distance from the mean, all dimensions together. */
function varianceOf(x_ND: Float32Array, width: number): number {
  const sums_D = new Float64Array(width);
  let squares = 0;
  for (let i = 0; i < x_ND.length; i++) {
    sums_D[i % width] += x_ND[i];
    squares += x_ND[i] ** 2;
  }
  const numItems = x_ND.length / width;
  return squares / numItems - sums_D.reduce((total, sum) => total + (sum / numItems) ** 2, 0);
}
