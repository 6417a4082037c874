// Epochs, checkpoints, best model.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createOptimizer } from '../../nn/optimizers/optimizers.ts';
import { InterruptedError, setting } from '../../util/errors.ts';
import { evenParts } from '../../util/even-parts.ts';
import { Rng } from '../../util/rng.ts';
import { BEST_BY } from './best-by.ts';
import type { ModelScore } from './best-by.ts';
import { bestEpoch, describeEpoch, isOutOfPatience, levelMetrics } from './epoch-metrics.ts';
import type { EpochMetrics } from './epoch-metrics.ts';
import { measureItems } from './measure-items.ts';
import { createRqVae, rqVaeSizesOf } from '../model/rq-vae.ts';
import type { RqVaeLoss } from '../model/rq-vae-gradients.ts';
import { CODEBOOK_STARTS } from './start-codebooks.ts';
import { prepareNetworks } from './start-networks.ts';
import { writeTrainedModel } from './train-job.ts';
import type { FinishedTraining, TrainQuantizerJob } from './train-job.ts';
import { createTrainingState, readTrainingState, writeTrainingState } from './training-state.ts';
import { createTechniques } from './techniques/create-techniques.ts';
import { trainStep } from './train-step.ts';
import type { Training } from './train-step.ts';

/**
 * Trains an RQ-VAE in mini-batches, shuffled anew for each epoch, and writes the model of the last epoch and
 * that of the best epoch by `bestBy`. It ends early where `patience` is given and no epoch was better for so many. An
 * interrupted run that is resumed ends in the same bits as an unbroken one.
 *
 * @returns a record for each epoch, and how many items the steps of this call had
 * @throws InterruptedError with a checkpoint written, when `shouldStop` says so
 */
export async function trainRqVae(job: TrainQuantizerJob): Promise<FinishedTraining> {
  const { config, items, folder } = job;
  const rng = Rng.fromSeed(config.seed).split('rq-vae');
  const start = await prepareNetworks(job, rng.split('components'));
  const sized = { ...config, latentWidth: start.latentWidth };
  const model = createRqVae(rqVaeSizesOf(sized), items.width, rng.split('model'));
  const techniques = createTechniques(model, config);
  const { learning } = techniques;
  const others = model.parameters.filter((each) => each !== model.codebooks);
  const optimizer = createOptimizer(config.optimizer, [...others, ...learning.parameters], config);
  try {
    const resumed = job.resume
      ? readTrainingState(folder, job.settings, { model, optimizer, learning })
      : undefined;
    if (resumed === undefined) {
      start.begin(model);
      await CODEBOOK_STARTS[config.codebookStart](model, job, rng);
      learning.begin();
    }
    const state = resumed ?? createTrainingState(model.codebookSizes);
    const startEpoch = state.epoch + state.losses.sums[0] / items.training.length;
    const stepsPerEpoch = evenParts(items.training.length, config.batchSize).numParts;
    const score = BEST_BY[config.bestBy].prepare(items, rng.split('score'));
    const training = { job, model, techniques, optimizer, state, stepsPerEpoch, rng };
    if (resumed === undefined) await recordStart(training, score);
    while (!isOver(training)) await trainEpoch(training, score);
    await writeTrainedModel(job, model, 'last');
    const itemsTrained = (state.epoch - startEpoch) * items.training.length;
    return { history: state.history, itemsTrained };
  } finally {
    model.dispose();
  }
}

function isOver({ job: { config }, state }: Training): boolean {
  return state.epoch >= config.epochs || isOutOfPatience(state.history, config);
}

async function trainEpoch(training: Training, score: ModelScore): Promise<void> {
  const { job, state, stepsPerEpoch, rng } = training;
  const order = rng.split(`epoch ${state.epoch}`).shuffle(job.items.training.slice());
  const { startOf } = evenParts(order.length, job.config.batchSize);
  for (let step = state.step; step < stepsPerEpoch; step++) {
    trainStep(training, order.subarray(startOf(step), startOf(step + 1)));
    state.step = step + 1;
    report(training, startOf(state.step));
    if (state.step === stepsPerEpoch) await finishEpoch(training, score);
    await betweenSteps(training);
  }
}

/** Yields to signals, writes a checkpoint that is due, stops if asked to. */
async function betweenSteps(training: Training): Promise<void> {
  const { job, model, optimizer, state, techniques } = training;
  await nextTurn();
  const isStopping = !isOver(training) && job.shouldStop();
  if (isStopping || job.isCheckpointDue?.()) {
    const { learning } = techniques;
    await writeTrainingState(job.folder, job.settings, { model, optimizer, learning }, state);
  }
  if (isStopping) {
    throw new InterruptedError(
      `stopped after ${state.epoch} of ${job.config.epochs} epochs; ` +
        `run the same command with ${setting('resume')} to go on`,
    );
  }
}

/** The start counts as epoch 0, so that the best model is never worse than it. */
async function recordStart(training: Training, score: ModelScore): Promise<void> {
  const { items, config } = training.job;
  const { model } = training;
  const { loss, levels } = measureItems(model, items.x_ND, items.training, config.commitmentWeight);
  await record(training, score, { epoch: 0, loss, levels: levelMetrics(levels, loss) });
}

async function finishEpoch(training: Training, score: ModelScore): Promise<void> {
  const { state } = training;
  const loss = state.losses.mean();
  const levels = levelMetrics(state.counts.usage(), loss);
  await record(training, score, { epoch: state.epoch + 1, loss, levels });
  state.epoch += 1;
  state.step = 0;
  state.restarted = 0;
  state.losses.reset();
  state.counts.reset();
}

/** Scores an epoch; its model is written where it is the best so far. */
async function record(
  training: Training,
  score: ModelScore,
  { epoch, loss, levels }: Pick<EpochMetrics, 'epoch' | 'levels'> & { readonly loss: RqVaeLoss },
): Promise<void> {
  const { job, model, state } = training;
  const { items, config } = job;
  const validation =
    items.validation.length === 0
      ? null
      : measureItems(model, items.x_ND, items.validation, config.commitmentWeight).loss;
  const metrics = {
    ...{ epoch, train_loss: loss.loss, train_reconstruction: loss.reconstruction },
    validation_loss: validation?.loss ?? null,
    validation_reconstruction: validation?.reconstruction ?? null,
    score: score(model, { training: loss, validation }),
    ...{ restarted_codes: state.restarted, levels },
  };
  state.history.push(metrics);
  job.onEpoch?.(metrics);
  if (bestEpoch(state.history, config.bestBy) === metrics)
    await writeTrainedModel(job, model, 'best');
}

function report({ job, state }: Training, doneOfEpoch: number): void {
  const { items, config, onProgress } = job;
  const numItems = items.training.length;
  const loss = state.losses.mean();
  const running = {
    train_loss: loss.loss,
    validation_loss: state.history.at(-1)?.validation_loss ?? null,
    levels: levelMetrics(state.counts.usage(), loss),
  };
  onProgress({
    stage: 'training',
    done: state.epoch * numItems + doneOfEpoch,
    total: config.epochs * numItems,
    unit: 'items',
    note: `epoch ${state.epoch + 1}/${config.epochs}  ${describeEpoch(running)}`,
  });
}
