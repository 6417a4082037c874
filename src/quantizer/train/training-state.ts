// Where a training stands, and its checkpoint.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCheckpoint, tensorIn, writeCheckpoint } from '../../artifacts/checkpoint.ts';
import type { NamedTensor } from '../../artifacts/checkpoint.ts';
import { parseFileText } from '../../artifacts/json-file.ts';
import { amount, byName, check, figure, list, objectOf, pipe, unknown } from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';
import { assertSameSettings } from '../../schema/same-settings.ts';
import type { Optimizer } from '../../nn/optimizers/optimizers.ts';
import { createCodeCounts } from '../code/code-counts.ts';
import type { CodeCounts } from '../code/code-counts.ts';
import { epochSchema } from './epoch-metrics.ts';
import type { EpochMetrics } from './epoch-metrics.ts';
import { createLossMeter } from './loss-meter.ts';
import type { LossMeter } from './loss-meter.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import type { CodebookLearning } from './techniques/codebook-learning.ts';
import { weightsOf } from '../model/saved-quantizer.ts';

/**
 * Where a training stands, besides weights and optimizer. Random streams are derived by name, so no generator's state
 * is saved.
 */
export interface TrainingState {
  /** Epochs that are done, and steps of the next one. */
  epoch: number;
  step: number;
  /** Of the running epoch. */
  readonly losses: LossMeter;
  readonly counts: CodeCounts;
  restarted: number;
  /** Since codes were last inspected for dead ones. */
  readonly sinceRestart: CodeCounts;
  itemsSinceRestart: number;
  readonly history: EpochMetrics[];
}

/** What of it stands as JSON in the checkpoint's metadata; counts are tensors. */
const savedSchema = pipe(
  objectOf({
    settings: byName(unknown()),
    epoch: amount,
    step: amount,
    restarted: amount,
    itemsSinceRestart: amount,
    sums: list(figure),
    history: list(epochSchema),
  }),
  check(
    ({ epoch, history }) => history.length === epoch + 1,
    'of as many epochs as its history, and the start',
  ),
);
type SavedState = InferOutput<typeof savedSchema>;

/** File of a run's checkpoint, within its folder. */
export const CHECKPOINT = join('checkpoint', 'state.safetensors');

export function createTrainingState(codebookSizes: readonly number[]): TrainingState {
  return {
    epoch: 0,
    step: 0,
    losses: createLossMeter(codebookSizes.length),
    counts: createCodeCounts(codebookSizes),
    restarted: 0,
    sinceRestart: createCodeCounts(codebookSizes),
    itemsSinceRestart: 0,
    history: [],
  };
}

/** What a step changes. */
interface Learners {
  readonly model: QuantizerModel;
  readonly optimizer: Optimizer;
  readonly learning: CodebookLearning;
}

/** Writes all that it takes to go on, in one file. @param settings compared when the run goes on */
export async function writeTrainingState(
  folder: string,
  settings: object,
  { model, optimizer, learning }: Learners,
  state: TrainingState,
): Promise<void> {
  const { counts, sinceRestart, losses, history } = state;
  const { epoch, step, restarted, itemsSinceRestart } = state;
  const saved: SavedState = {
    ...{ settings: { ...settings }, epoch, step, restarted, itemsSinceRestart },
    ...{ sums: [...losses.sums], history },
  };
  const toTensor = ({ counts: values }: CodeCounts): NamedTensor => ({
    shape: [values.length],
    values,
  });
  const tensors = new Map([...weightsOf(model), ...optimizer.state(), ...learning.state()]);
  tensors.set('counts', toTensor(counts)).set('since_restart', toTensor(sinceRestart));
  const metadata = { state: JSON.stringify(saved) };
  await writeCheckpoint(join(folder, CHECKPOINT), { tensors, metadata });
}

/**
 * Puts what an interrupted run had into model, optimizer and codebook learning.
 *
 * @returns where it stood; undefined: there is no checkpoint, the run begins at its start
 * @throws UserError if it had other settings
 */
export function readTrainingState(
  folder: string,
  settings: object,
  { model, optimizer, learning }: Learners,
): TrainingState | undefined {
  const path = join(folder, CHECKPOINT);
  if (!existsSync(path)) return undefined;
  const checkpoint = readCheckpoint(path);
  const { state } = checkpoint.metadata;
  const saved = parseFileText(savedSchema, state, path, `remove ${dirname(path)} to begin anew`);
  assertSameSettings(saved.settings, settings, folder);
  for (const parameter of model.parameters) {
    parameter.write(tensorIn(checkpoint, parameter.name, parameter.shape, path));
  }
  optimizer.restore(checkpoint, path);
  learning.restore(checkpoint, path);
  const { codebookSizes } = model;
  const countsOf = (name: string): CodeCounts => {
    const values = checkpoint.tensors.get(name)?.values ?? [];
    return createCodeCounts(codebookSizes, Int32Array.from(values));
  };
  const { epoch, step, restarted, itemsSinceRestart, history } = saved;
  return {
    ...{ epoch, step, restarted, itemsSinceRestart, history: [...history] },
    losses: createLossMeter(codebookSizes.length, saved.sums),
    counts: countsOf('counts'),
    sinceRestart: countsOf('since_restart'),
  };
}
