// Epochs, checkpoints, best model.
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createOptimizer } from '../../nn/optimizers/optimizers.ts';
import type { Optimizer } from '../../nn/optimizers/optimizers.ts';
import { InterruptedError, setting, UserError } from '../../util/errors.ts';
import { evenParts } from '../../util/even-parts.ts';
import { Rng } from '../../util/rng.ts';
import { restartDeadCodes } from './dead-codes.ts';
import { bestEpoch, describeEpoch, levelMetrics } from './epoch-metrics.ts';
import type { EpochMetrics } from './epoch-metrics.ts';
import { measureItems } from './measure-items.ts';
import { codesOf } from '../model/residual-quantize.ts';
import { codebookSizesOf } from '../model/rq-vae-config.ts';
import { rqVaeGradients } from '../model/rq-vae-gradients.ts';
import { createRqVae } from '../model/rq-vae.ts';
import type { RqVae } from '../model/rq-vae.ts';
import { writeQuantizer } from '../model/saved-quantizer.ts';
import { modelFile } from '../model/model-file.ts';
import { startCodebooks } from './start-codebooks.ts';
import type { TrainQuantizerJob } from './train-job.ts';
import { createTrainingState, readTrainingState, writeTrainingState } from './training-state.ts';
import type { TrainingState } from './training-state.ts';
import { gatherRows } from '../../util/gather-rows.ts';

/** Share of the steps in which dead codes start anew; what starts later has no time to learn. */
const RESTART_SHARE = 0.8;

export interface RqVaeTraining {
  readonly history: readonly EpochMetrics[];
  readonly itemsTrained: number;
}

/** What is worked with from step to step. */
interface Training {
  readonly job: TrainQuantizerJob;
  readonly model: RqVae;
  readonly optimizer: Optimizer;
  readonly state: TrainingState;
  readonly stepsPerEpoch: number;
  readonly rng: Rng;
}

/**
 * Trains an RQ-VAE in mini-batches, shuffled anew for each epoch, and writes the model of the last epoch and
 * that with the least validation loss (without held-out items: training loss). An interrupted run that
 * is resumed ends in the same bits as an unbroken one.
 *
 * @returns a record for each epoch, and how many items the steps of this call had
 * @throws InterruptedError with a checkpoint written, when `shouldStop` says so
 */
export async function trainRqVae(job: TrainQuantizerJob): Promise<RqVaeTraining> {
  const { config, items, folder } = job;
  const rng = Rng.fromSeed(config.seed).split('rq-vae');
  const codebookSizes = codebookSizesOf(config);
  const model = createRqVae({ ...config, codebookSizes }, items.width, rng.split('model'));
  const optimizer = createOptimizer(config.optimizer, model.parameters, config);
  try {
    const resumed = job.resume
      ? readTrainingState(folder, job.settings, model, optimizer)
      : undefined;
    if (resumed === undefined) await startCodebooks(model, job, rng.split('k-means'));
    const state = resumed ?? createTrainingState(codebookSizes);
    const startEpoch = state.epoch + state.losses.sums[0] / items.training.length;
    const stepsPerEpoch = evenParts(items.training.length, config.batchSize).numParts;
    const training = { job, model, optimizer, state, stepsPerEpoch, rng };
    while (state.epoch < config.epochs) await trainEpoch(training);
    await writeModel(training, 'last');
    const itemsTrained = (config.epochs - startEpoch) * items.training.length;
    return { history: state.history, itemsTrained };
  } finally {
    model.dispose();
  }
}

async function trainEpoch(training: Training): Promise<void> {
  const { job, state, stepsPerEpoch, rng } = training;
  const order = rng.split(`epoch ${state.epoch}`).shuffle(job.items.training.slice());
  const { startOf } = evenParts(order.length, job.config.batchSize);
  for (let step = state.step; step < stepsPerEpoch; step++) {
    trainStep(training, order.subarray(startOf(step), startOf(step + 1)));
    state.step = step + 1;
    report(training, startOf(state.step));
    if (state.step === stepsPerEpoch) await finishEpoch(training);
    await betweenSteps(training);
  }
}

/** Yields to signals, writes a checkpoint that is due, stops if asked to. */
async function betweenSteps(training: Training): Promise<void> {
  const { job, model, optimizer, state, stepsPerEpoch } = training;
  await nextTurn();
  const stepsDone = state.epoch * stepsPerEpoch + state.step;
  const isStopping = stepsDone < job.config.epochs * stepsPerEpoch && job.shouldStop();
  if (isStopping || job.isCheckpointDue?.()) {
    await writeTrainingState(job.folder, job.settings, model, optimizer, state);
  }
  if (isStopping) {
    throw new InterruptedError(
      `stopped after ${state.epoch} of ${job.config.epochs} epochs; ` +
        `run the same command with ${setting('resume')} to go on`,
    );
  }
}

function trainStep(training: Training, batch: Int32Array): void {
  const { job, model, optimizer, state } = training;
  const { items, config } = job;
  const x_BD = gatherRows(items.x_ND, items.width, batch);
  const step = rqVaeGradients(model, x_BD, config.commitmentWeight);
  if (!Number.isFinite(step.loss.loss)) {
    throw new UserError(
      `the loss is ${step.loss.loss} in epoch ${state.epoch + 1}; give a lower ${setting('learningRate')}`,
    );
  }
  optimizer.apply(step.gradients);
  const codes_BL = codesOf(step.coded);
  state.losses.add(step.loss, batch.length);
  state.counts.add(codes_BL);
  state.sinceRestart.add(codes_BL);
  state.itemsSinceRestart += batch.length;
  if (isTimeToRestart(training)) {
    const rng = training.rng.split(`restart ${state.epoch} ${state.step}`);
    state.restarted += restartDeadCodes(model, optimizer, state.sinceRestart, step.coded, rng);
    state.sinceRestart.reset();
    state.itemsSinceRestart = 0;
  }
}

function isTimeToRestart({ job: { config }, state, stepsPerEpoch }: Training): boolean {
  if (config.restartAfter === 0) return false;
  const done = (state.epoch + state.step / stepsPerEpoch) / config.epochs;
  const window = config.restartAfter * Math.max(...codebookSizesOf(config));
  return done < RESTART_SHARE && state.itemsSinceRestart >= window;
}

async function finishEpoch(training: Training): Promise<void> {
  const { job, model, state } = training;
  const { items, config } = job;
  const measured =
    items.validation.length === 0
      ? undefined
      : measureItems(model, items.x_ND, items.validation, config.commitmentWeight);
  const metrics = metricsOf(state, measured?.loss.loss ?? null);
  state.history.push(metrics);
  job.onEpoch?.(metrics);
  if (bestEpoch(state.history) === metrics) await writeModel(training, 'best');
  state.epoch += 1;
  state.step = 0;
  state.restarted = 0;
  state.losses.reset();
  state.counts.reset();
}

function metricsOf(state: TrainingState, validationLoss: number | null): EpochMetrics {
  const loss = state.losses.mean();
  return {
    epoch: state.epoch + 1,
    train_loss: loss.loss,
    train_reconstruction: loss.reconstruction,
    validation_loss: validationLoss,
    restarted_codes: state.restarted,
    levels: levelMetrics(state.counts.usage(), loss),
  };
}

function report({ job, state }: Training, doneOfEpoch: number): void {
  const { items, config, onProgress } = job;
  const numItems = items.training.length;
  const lastValidation = state.history.at(-1)?.validation_loss ?? null;
  onProgress({
    stage: 'training',
    done: state.epoch * numItems + doneOfEpoch,
    total: config.epochs * numItems,
    unit: 'items',
    note: `epoch ${state.epoch + 1}/${config.epochs}  ${describeEpoch(metricsOf(state, lastValidation))}`,
  });
}

async function writeModel({ job, model }: Training, name: 'best' | 'last'): Promise<void> {
  const { config, items, folder } = job;
  const { normalization } = items;
  await writeQuantizer(join(folder, modelFile(name)), { config, model, normalization });
}
