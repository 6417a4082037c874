// What training is given.
import type { ProgressListener } from '../../util/progress.ts';
import type { IsCheckpointDue, ShouldStop } from '../../util/signals.ts';
import type { EpochMetrics } from './epoch-metrics.ts';
import type { RqVaeConfig } from '../model/rq-vae-config.ts';
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
