// Where a contrastive training stands, and its checkpoint.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCheckpoint } from '../artifacts/checkpoint.ts';
import { parseFileText } from '../artifacts/json-file.ts';
import { lazily, writeSafetensors } from '../artifacts/write-safetensors.ts';
import type { TensorToStore } from '../artifacts/write-safetensors.ts';
import { tf } from '../engine/tf.ts';
import { amount, byName, figure, list, objectOf, unknown } from '../schema/json.ts';
import { assertSameSettings } from '../schema/same-settings.ts';
import { clipEpochSchema } from './clip-epoch.ts';
import type { ClipEpoch } from './clip-epoch.ts';
import { TRAINER_STATE } from './trainer.ts';
import type { ContrastiveTrainer } from './trainer.ts';

/** Besides what the trainer has. What chance does follows from seed, epoch and item, so no generator's state is kept. */
export interface ClipTrainingState {
  /** Epochs that are done, and steps of the next one. */
  epoch: number;
  step: number;
  /** Sum of the losses of the running epoch's steps. */
  lossSum: number;
  /** The start counts as epoch 0. */
  readonly history: ClipEpoch[];
}

const savedSchema = objectOf({
  settings: byName(unknown()),
  epoch: amount,
  step: amount,
  lossSum: figure,
  history: list(clipEpochSchema),
});

const CHECKPOINT = join('checkpoint', 'state.safetensors');

/** Writes all that it takes to go on, in one file. @param settings compared when the run goes on */
export async function writeClipState(
  folder: string,
  settings: object,
  trainer: ContrastiveTrainer,
  state: ClipTrainingState,
): Promise<void> {
  const held = TRAINER_STATE.map((what) => trainer.tensors(what));
  const tensors = held.flatMap(Object.entries<tf.Tensor>).map(([name, tensor]) => {
    const parts = lazily(() => tensor.dataSync<'float32'>());
    return [name, { dtype: 'F32', shape: [tensor.size], parts } satisfies TensorToStore] as const;
  });
  const metadata = { state: JSON.stringify({ settings, ...state }) };
  try {
    await writeSafetensors(join(folder, CHECKPOINT), new Map(tensors), metadata);
  } finally {
    tf.dispose(held);
  }
}

/**
 * Puts what an interrupted run had into the trainer.
 *
 * @returns where it stood; undefined: there is no checkpoint, the run begins at its start
 * @throws UserError if it had other settings
 */
export function readClipState(
  folder: string,
  settings: object,
  trainer: ContrastiveTrainer,
): ClipTrainingState | undefined {
  const path = join(folder, CHECKPOINT);
  if (!existsSync(path)) return undefined;
  const checkpoint = openCheckpoint(path);
  const remedy = `remove ${dirname(path)} to begin anew`;
  const saved = parseFileText(savedSchema, checkpoint.metadata.state, path, remedy);
  assertSameSettings(saved.settings, settings, folder);
  for (const what of TRAINER_STATE) {
    trainer.write(what, (name, size) => checkpoint.floats(name, [size]));
  }
  const { epoch, step, lossSum, history } = saved;
  return { epoch, step, lossSum, history: [...history] };
}
