// --tensorboard: which curves.
import { join } from 'node:path';
import { createEventFile } from '../../artifacts/event-file.ts';
import type { ClipDirection, ClipEpoch } from '../../contrastive/clip-epoch.ts';
import type { EpochMetrics } from '../../quantizer/train/epoch-metrics.ts';
import type { TrainingLog } from '../../ranker/train/training-log.ts';
import { messageOf, UserError } from '../../util/errors.ts';

let filesOpened = 0;

/** Adds a step's numbers to a TensorBoard folder. */
export type WriteScalars = (step: number, scalars: Readonly<Record<string, number>>) => void;

/**
 * Starts an event file of its own in a TensorBoard folder: a resumed run's curves go on where those of the
 * interrupted one end, since TensorBoard reads all files of a folder as one run.
 *
 * @throws UserError if the folder cannot be written to
 */
export function openTensorboard(folder: string): WriteScalars {
  const now = (): number => Date.now() / 1000;
  // Files are read in the order of their names; rankers that train together open theirs in one millisecond.
  const name = `events.out.tfevents.${Date.now()}.${process.pid}.${++filesOpened}.sid`;
  try {
    const file = createEventFile(join(folder, name), now());
    return (step, scalars) => {
      file.write(step, scalars, now());
    };
  } catch (error) {
    throw new UserError(
      `--tensorboard ${folder}: cannot be written to (${messageOf(error)}); choose another folder`,
    );
  }
}

/** Curves of `sid train-ranker`: the day so far by step, and whole days by day. */
export function logTraining(write: WriteScalars, elapsedSeconds: () => number): TrainingLog {
  const stepRate = createRate(elapsedSeconds);
  const dayRate = createRate(elapsedSeconds);
  return {
    start(impressions) {
      stepRate(impressions);
      dayRate(impressions);
    },
    step(step, impressions, { ne, log_loss }) {
      write(step, {
        'day_so_far/ne': ne,
        'day_so_far/log_loss': log_loss,
        'speed/examples_per_second': stepRate(impressions),
      });
    },
    day(impressions, { day, ne, log_loss }) {
      write(day, {
        'by_day/ne': ne,
        'by_day/log_loss': log_loss,
        'by_day/examples_per_second': dayRate(impressions),
      });
    },
  };
}

/** Curves of `sid train-rqvae`, by epoch. The loss is reconstruction + quantization. */
export function logEpochs(write: WriteScalars): (metrics: EpochMetrics) => void {
  return ({ epoch, levels, ...metrics }) => {
    const ofLevels = levels.flatMap(({ usage, perplexity, residual_norm }, i) => [
      [`level_${i + 1}/usage`, usage] as const,
      [`level_${i + 1}/perplexity`, perplexity] as const,
      [`level_${i + 1}/residual_norm`, residual_norm] as const,
    ]);
    write(epoch, {
      'loss/train': metrics.train_loss,
      'loss/train_reconstruction': metrics.train_reconstruction,
      'loss/train_quantization': metrics.train_loss - metrics.train_reconstruction,
      'loss/validation': metrics.validation_loss ?? NaN,
      'loss/validation_reconstruction': metrics.validation_reconstruction ?? NaN,
      'codes/restarted': metrics.restarted_codes,
      ...Object.fromEntries(ofLevels),
    });
  };
}

/** Curves of `sid train-clip`, by epoch; those of held-out pairs where there are any. */
export function logClipEpochs(write: WriteScalars): (epoch: ClipEpoch) => void {
  return ({ epoch, train_loss, scale, text_to_picture, picture_to_text }) => {
    const ofDirection = (name: string, direction: ClipDirection | null) =>
      (['hits@1', 'hits@5', 'mrr'] as const).map(
        (figure) => [`${name}/${figure}`, direction?.[figure] ?? NaN] as const,
      );
    write(epoch, {
      'loss/train': train_loss ?? NaN,
      'model/scale': scale,
      ...Object.fromEntries(ofDirection('text_to_picture', text_to_picture)),
      ...Object.fromEntries(ofDirection('picture_to_text', picture_to_text)),
    });
  };
}

/** How many a second since it was last asked; not finite the first time. */
function createRate(elapsedSeconds: () => number): (done: number) => number {
  let lastDone = NaN;
  let lastSeconds = NaN;
  return (done) => {
    const seconds = elapsedSeconds();
    const rate = (done - lastDone) / (seconds - lastSeconds);
    lastDone = done;
    lastSeconds = seconds;
    return rate;
  };
}
