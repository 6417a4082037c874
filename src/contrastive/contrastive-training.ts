// Epochs, checkpoints, best model: contrastive training of encoders or of heads.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { batchesOfEpoch, planBatches } from '../pairs/pair-order.ts';
import { prefetch } from '../pairs/prefetch.ts';
import type { PairSplit } from '../pairs/split-pairs.ts';
import { InterruptedError, setting, UserError } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { IsCheckpointDue, ShouldStop } from '../util/signals.ts';
import { bestClipEpoch, directionsOf } from './clip-epoch.ts';
import type { ClipEpoch } from './clip-epoch.ts';
import { evaluatePairs } from './embed-pairs.ts';
import type { PairSource } from './pair-source.ts';
import { rateAt } from './rate-schedule.ts';
import type { RateSchedule } from './rate-schedule.ts';
import type { TrainClipSettings } from './train-clip-settings.ts';
import { readClipState, writeClipState } from './clip-training-state.ts';
import type { ClipTrainingState } from './clip-training-state.ts';
import type { ContrastiveTrainer } from './trainer.ts';

export interface TrainClipJob {
  readonly config: TrainClipSettings;
  readonly trainer: ContrastiveTrainer;
  readonly source: PairSource;
  readonly split: PairSplit;
  /** Where checkpoints are. */
  readonly folder: string;
  /** What decides the run; compared when it goes on. */
  readonly settings: object;
  readonly resume: boolean;
  /** Keeps the trainer's parameters. */
  readonly writeModel: (which: 'best' | 'last') => Promise<void>;
  readonly onEpoch?: ((epoch: ClipEpoch) => void) | undefined;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
  readonly isCheckpointDue: IsCheckpointDue;
}

interface Training extends TrainClipJob {
  readonly state: ClipTrainingState;
  readonly schedule: RateSchedule;
  readonly stepsPerEpoch: number;
}

/**
 * Trains for the epochs of the config. The model with which it began counts as epoch 0, so that the best is never worse
 * than it by held-out retrieval. An interrupted run that is resumed ends in the same bits as an unbroken one, on the same
 * machine with the same threads.
 *
 * @returns a record for each epoch, and the pairs that went through steps of this call
 * @throws UserError if the loss is no number any more
 * @throws InterruptedError with a checkpoint written, when `shouldStop` says so
 */
export async function trainClip(
  job: TrainClipJob,
): Promise<{ readonly history: readonly ClipEpoch[]; readonly pairsTrained: number }> {
  const { config, trainer, split } = job;
  const stepsPerEpoch = planBatches(split.train.length, config).numBatches;
  const totalSteps = stepsPerEpoch * config.epochs;
  const schedule = {
    ...{ rate: config.learningRate, totalSteps },
    warmupSteps: Math.round(config.warmup * totalSteps),
  };
  const resumed = job.resume ? readClipState(job.folder, job.settings, trainer) : undefined;
  const state = resumed ?? { epoch: 0, step: 0, lossSum: 0, history: [] };
  const training: Training = { ...job, state, schedule, stepsPerEpoch };
  if (state.history.length === 0) await finishEpoch(training, null);
  let pairsTrained = 0;
  while (state.epoch < config.epochs) pairsTrained += await trainEpoch(training);
  await job.writeModel('last');
  return { history: state.history, pairsTrained };
}

async function trainEpoch(training: Training): Promise<number> {
  const { config, source, split, trainer, state, schedule, stepsPerEpoch } = training;
  const epoch = state.epoch + 1;
  const { seed } = config;
  const batches = batchesOfEpoch(split.train, source.rows.group_N, { ...config, seed, epoch });
  let pairsTrained = 0;
  const rest = batches.slice(state.step);
  const load = (batch: Int32Array) => source.load(batch, epoch);
  for await (const { value: pairs } of prefetch(rest, load)) {
    const step = state.epoch * stepsPerEpoch + state.step + 1;
    const rate = rateAt(schedule, step);
    const loss = trainer.step(pairs, { step, rate });
    if (!Number.isFinite(loss)) {
      throw new UserError(
        `the loss is ${loss} at step ${step}: training has diverged; take a lower ${setting('learningRate')}`,
      );
    }
    state.lossSum += loss;
    state.step += 1;
    pairsTrained += pairs.size;
    report(training, rate);
    await pause(training);
  }
  await finishEpoch(training, state.lossSum / stepsPerEpoch);
  return pairsTrained;
}

/** Measures the model, keeps it where it is the best so far. @param loss of its steps; null: there was none yet */
async function finishEpoch(training: Training, loss: number | null): Promise<void> {
  const { config, trainer, state, split, source } = training;
  const { evaluated } = split;
  const onPairs = async (done: number): Promise<void> => {
    const total = evaluated.length;
    training.onProgress({ stage: 'measuring held-out pairs', done, total, unit: 'pairs' });
    await pause(training);
  };
  const measured =
    evaluated.length === 0 ? null : await evaluatePairs(trainer, source, evaluated, onPairs);
  const epoch = {
    epoch: state.history.length,
    train_loss: loss,
    scale: Math.exp(trainer.logScale),
    ...directionsOf(measured),
  };
  state.history.push(epoch);
  training.onEpoch?.(epoch);
  if (bestClipEpoch(state.history, config.selectedBy) === epoch) await training.writeModel('best');
  if (loss === null) return;
  state.epoch += 1;
  state.step = 0;
  state.lossSum = 0;
}

/** Between two steps, or parts of the held-out pairs: hears of signals, writes a checkpoint that is due, stops if asked to. */
async function pause(training: Training): Promise<void> {
  const { config, trainer, state } = training;
  await nextTurn();
  const isStopping = training.shouldStop();
  if (isStopping || training.isCheckpointDue()) {
    await writeClipState(training.folder, training.settings, trainer, state);
  }
  if (isStopping) {
    throw new InterruptedError(
      `stopped after ${state.epoch} of ${config.epochs} epochs; ` +
        `run the same command with ${setting('resume')} to go on`,
    );
  }
}

function report({ config, state, stepsPerEpoch, onProgress }: Training, rate: number): void {
  onProgress({
    stage: 'training',
    done: state.epoch * stepsPerEpoch + state.step,
    total: config.epochs * stepsPerEpoch,
    unit: 'steps',
    note:
      `epoch ${state.epoch + 1}/${config.epochs}  loss ${(state.lossSum / state.step).toFixed(4)}  ` +
      `rate ${rate.toExponential(1)}`,
  });
}
