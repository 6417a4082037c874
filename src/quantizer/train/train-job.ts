// What training is given, what it gives, and what all ways of it do.
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InterruptedError, setting } from '../../util/errors.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { IsCheckpointDue, ShouldStop } from '../../util/signals.ts';
import type { EpochMetrics } from './epoch-metrics.ts';
import { modelFile } from '../model/model-file.ts';
import type { ModelName } from '../model/model-file.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import type { RqVaeConfig } from '../model/rq-vae-config.ts';
import { writeQuantizer } from '../model/saved-quantizer.ts';
import type { TrainingItems } from './training-items.ts';

/** A quantizer to train. */
export interface TrainQuantizerJob {
  readonly config: RqVaeConfig;
  readonly items: TrainingItems;
  /** Everything that determines the result; resuming requires the same. */
  readonly settings: object;
  /** Folder for models, and for the checkpoint, which stays there when training is done. */
  readonly folder: string;
  /** Goes on from the folder's checkpoint where there is one. */
  readonly resume: boolean;
  /** Told each epoch when it has ended. */
  readonly onEpoch?: ((metrics: EpochMetrics) => void) | undefined;
  readonly onProgress: ProgressListener;
  /** Both are asked after each step; a checkpoint is written when either says so. */
  readonly shouldStop: ShouldStop;
  readonly isCheckpointDue?: IsCheckpointDue | undefined;
}

/** What was done; the models are in the job's folder. */
export interface FinishedTraining {
  /** A record for each epoch, the start among them; none where there are no epochs. */
  readonly history: readonly EpochMetrics[];
  /** How many items the steps of this call had. */
  readonly itemsTrained: number;
}

/** Lets others run. @throws InterruptedError when the job is to stop; nothing has been kept then */
export async function pauseBeforeSteps({
  shouldStop,
}: Pick<TrainQuantizerJob, 'shouldStop'>): Promise<void> {
  await nextTurn();
  if (shouldStop()) {
    throw new InterruptedError(
      `stopped before the first step; run the same command with ${setting('resume')} to go on`,
    );
  }
}

/** Writes one of the two models into the job's folder. */
export async function writeTrainedModel(
  { items: { normalization }, config, folder }: TrainQuantizerJob,
  model: QuantizerModel,
  name: ModelName,
): Promise<void> {
  const sized = { ...config, latentWidth: model.latentWidth };
  await writeQuantizer(join(folder, modelFile(name)), { config: sized, model, normalization });
}
