// Trains any quantizer, then measures it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { spreadOf } from '../../metrics/spread.ts';
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
    const lost = measures.loss.reconstruction * (x_ND.length / width);
    const explainedVariance = 1 - lost / spreadOf(x_ND, width);
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
