// One step of training, and what is restarted behind it.
import type { Optimizer } from '../../nn/optimizers/optimizers.ts';
import { setting, UserError } from '../../util/errors.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import type { Rng } from '../../util/rng.ts';
import { codesOf } from '../model/residual-quantize.ts';
import { codebookSizesOf } from '../model/rq-vae-config.ts';
import { rqVaeGradients } from '../model/rq-vae-gradients.ts';
import type { RqVae } from '../model/rq-vae.ts';
import { restartDeadCodes } from './dead-codes.ts';
import type { Techniques } from './techniques/create-techniques.ts';
import type { TrainQuantizerJob } from './train-job.ts';
import type { TrainingState } from './training-state.ts';

/** Share of the steps in which dead codes start anew; what starts later has no time to learn. */
const RESTART_SHARE = 0.8;

/** What is worked with from step to step. */
export interface Training {
  readonly job: TrainQuantizerJob;
  readonly model: RqVae;
  readonly techniques: Techniques;
  readonly optimizer: Optimizer;
  readonly state: TrainingState;
  readonly stepsPerEpoch: number;
  readonly rng: Rng;
}

/**
 * Trains on a batch.
 *
 * @throws UserError where the loss is no number any more
 */
export function trainStep(training: Training, batch: Int32Array): void {
  const { job, model, optimizer, state } = training;
  const { learning, handBack, searches } = training.techniques;
  const { items, config } = job;
  const x_BD = gatherRows(items.x_ND, items.width, batch);
  const beta = config.commitmentWeight;
  const step = rqVaeGradients(model, x_BD, { beta, handBack, searches: searches() });
  if (!Number.isFinite(step.loss.loss)) {
    throw new UserError(
      `the loss is ${step.loss.loss} in epoch ${state.epoch + 1}; give a lower ${setting('learningRate')}`,
    );
  }
  optimizer.apply(
    step.gradients.flatMap((each) =>
      each.parameter === model.codebooks ? learning.gradientsOf(each.gradient) : [each],
    ),
  );
  learning.finishStep(step.coded);
  const codes_BL = codesOf(step.coded);
  state.losses.add(step.loss, batch.length);
  state.counts.add(codes_BL);
  state.sinceRestart.add(codes_BL);
  state.itemsSinceRestart += batch.length;
  if (isTimeToRestart(training)) {
    const rng = training.rng.split(`restart ${state.epoch} ${state.step}`);
    const dead = restartDeadCodes(model, state.sinceRestart, step.coded, rng);
    learning.forget(dead, optimizer);
    state.restarted += dead.length;
    state.sinceRestart.reset();
    state.itemsSinceRestart = 0;
  }
}

function isTimeToRestart({ job, state, stepsPerEpoch, techniques }: Training): boolean {
  const { config } = job;
  if (config.restartAfter === 0 || !techniques.learning.canRestart) return false;
  const done = (state.epoch + state.step / stepsPerEpoch) / config.epochs;
  const window = config.restartAfter * Math.max(...codebookSizesOf(config));
  return done < RESTART_SHARE && state.itemsSinceRestart >= window;
}
