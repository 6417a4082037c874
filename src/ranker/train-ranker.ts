import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertDayInCorpus } from '../artifacts/corpus.ts';
import { streamExamples } from '../data/example-stream.ts';
import type { ExampleBatch } from '../data/example-stream.ts';
import { isHeldOut } from '../data/held-out.ts';
import { explainWriteError } from '../util/atomic-output.ts';
import { InterruptedError } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import { DayMeter } from './day-metrics.ts';
import type { DayMetrics } from './day-metrics.ts';
import type { Ranker } from './ranker.ts';
import type { RankerInputs } from './ranker-inputs.ts';
import { countSteps, countTrained, STEPS_BETWEEN_ENTRIES } from './training-log.ts';
import type { TrainingLog } from './training-log.ts';
import { CHECKPOINT, readPosition, writePosition } from './training-position.ts';
import type { Position } from './training-position.ts';
import { createRanker, modelFolder, restoreRanker, saveRanker } from './saved-ranker.ts';
import type { RankerRunConfig } from './saved-ranker.ts';

export interface TrainRankerJob {
  readonly config: RankerRunConfig;
  readonly inputs: RankerInputs;
  /** Folder for models, and for the checkpoint when interrupted. */
  readonly folder: string;
  /** Goes on from the folder's checkpoint where there is one. */
  readonly resume: boolean;
  readonly log?: TrainingLog | undefined;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/**
 * Trains a ranker in one pass over the days in time order (Zheng 2025, section 5: one epoch), keeping the
 * model after each day of `keepDays`. Held-out user-days are never trained on. An interrupted run that is
 * resumed ends in the same bits as an unbroken one.
 *
 * @throws InterruptedError with a checkpoint written, when `shouldStop` says so
 */
export async function trainRanker(job: TrainRankerJob): Promise<DayMetrics[]> {
  const { config, inputs, folder } = job;
  assertDayInCorpus(inputs.corpus.info, config.days.from, '--days: day');
  assertDayInCorpus(inputs.corpus.info, config.days.to, '--days: day');
  const ranker = createRanker(config, inputs);
  try {
    const start = job.resume ? readPosition(folder, config) : undefined;
    if (start !== undefined) restoreRanker(ranker, join(folder, start.model));
    const metrics = await trainDays(job, ranker, start);
    rmSync(join(folder, CHECKPOINT), { force: true, recursive: true });
    return metrics;
  } catch (error) {
    throw explainWriteError(error, folder);
  } finally {
    ranker.dispose();
  }
}

async function trainDays(
  job: TrainRankerJob,
  ranker: Ranker,
  start: Position | undefined,
): Promise<DayMetrics[]> {
  const { config, folder, log } = job;
  const finishedDays = [...(start?.finishedDays ?? [])];
  let day = start?.day ?? config.days.from;
  let batchesToSkip = start?.batchesOfDay ?? 0;
  let batchesOfDay = 0;
  let meter = start === undefined ? new DayMeter() : DayMeter.fromSums(start.sums);

  const checkpoint = async (model: string): Promise<void> => {
    const position = { config, model, day, batchesOfDay, finishedDays, sums: meter.sums };
    await writePosition(folder, position);
  };
  const finishDay = async (): Promise<void> => {
    const metrics = meter.metrics(day);
    finishedDays.push(metrics);
    log?.day(countTrained(finishedDays), metrics);
    const isKept = config.keepDays.includes(day);
    const model = modelFolder('.', day);
    if (isKept) await saveRanker(ranker, join(folder, model));
    day += 1;
    meter = new DayMeter();
    batchesOfDay = 0;
    batchesToSkip = 0;
    if (isKept) await checkpoint(model);
  };
  const report = createReporter(job, finishedDays);
  log?.start(countTrained(finishedDays) + meter.sums[0]);
  for await (const batch of examplesFrom(job, day)) {
    while (batch.day > day) await finishDay();
    batchesOfDay += 1;
    if (batchesOfDay <= batchesToSkip) continue;
    meter.add(ranker.trainStep(batch), batch.label_B);
    report(batch, meter);
    if (batchesOfDay % STEPS_BETWEEN_ENTRIES === 0) {
      const step = countSteps(finishedDays, config.batchSize) + batchesOfDay;
      log?.step(step, countTrained(finishedDays) + meter.sums[0], meter.metrics(day));
    }
    if (job.shouldStop()) {
      const model = join(CHECKPOINT, 'model');
      await saveRanker(ranker, join(folder, model));
      await checkpoint(model);
      throw new InterruptedError(
        `stopped on day ${day}; run the same command with --resume to go on`,
      );
    }
  }
  while (day <= config.days.to) await finishDay();
  return finishedDays;
}

function examplesFrom(
  { config, inputs }: TrainRankerJob,
  day: number,
): AsyncGenerator<ExampleBatch> {
  const { batchSize, historyLength, heldOutShare, heldOutSeed } = config;
  return streamExamples(inputs.corpus, {
    fromDay: day,
    toDay: config.days.to,
    batchSize,
    historyLength,
    select: (user, ofDay) => !isHeldOut(user, ofDay, heldOutShare, heldOutSeed),
  });
}

/** A progress line for each batch, counted in impressions trained on. */
function createReporter(
  job: TrainRankerJob,
  finishedDays: readonly DayMetrics[],
): (batch: ExampleBatch, meter: DayMeter) => void {
  const { config, inputs, onProgress } = job;
  const days = inputs.corpus.info.impressionsPerDay.slice(config.days.from - 1, config.days.to);
  const impressions = days.reduce((sum, count) => sum + count, 0);
  const total = Math.round(impressions * (1 - config.heldOutShare));
  return (batch, meter) => {
    const done = countTrained(finishedDays) + meter.sums[0];
    const note = `ne ${meter.ne.toFixed(4)}`;
    onProgress({ stage: `day ${batch.day}`, done, total, unit: 'impressions', note });
  };
}
