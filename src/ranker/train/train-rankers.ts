// Several rankers over one pass, each batch to all.
import { assertDayInCorpus } from '../../artifacts/corpus.ts';
import { InterruptedError, setting, UserError } from '../../util/errors.ts';
import type { ProgressListener } from '../../util/progress.ts';
import type { IsCheckpointDue, ShouldStop } from '../../util/signals.ts';
import type { DayMetrics } from './day-metrics.ts';
import { RankerTraining } from './ranker-training.ts';
import type { TrainingJob } from './ranker-training.ts';
import type { Place } from './training-position.ts';
import { assertSameStream, expectedExamples, streamTraining } from './training-stream.ts';

/** What all rankers that train together have in common. */
export interface TrainingWatch {
  readonly onProgress: ProgressListener;
  /** Both are asked after each batch; a checkpoint is written when either says so. */
  readonly shouldStop: ShouldStop;
  readonly isCheckpointDue?: IsCheckpointDue | undefined;
  /** Told which ranker, by its number among the jobs, is at work from now on; undefined: reading for all of them. */
  readonly onTurn?: ((job: number | undefined) => void) | undefined;
}

/**
 * Trains rankers in one pass over the days in time order (Zheng 2025, section 5: one epoch). The days are read and decoded
 * once, and each batch is given to all of them. Every one ends in the same bits as alone, and as without an interruption.
 * Held-out user-days are never trained on.
 *
 * Checkpoints stay in the folders until the caller has recorded the runs.
 *
 * @returns the days of each, in the order of the jobs
 * @throws InterruptedError with a checkpoint of each written, when `shouldStop` says so
 * @throws Error if they need different batches, or do not go on from the same place
 */
export async function trainRankers(
  jobs: readonly TrainingJob[],
  watch: TrainingWatch,
): Promise<(readonly DayMetrics[])[]> {
  const [{ config, inputs }] = jobs;
  assertSameStream(jobs.map((job) => job.config));
  assertDayInCorpus(inputs.corpus.info, config.days.from, `${setting('days')}: day`);
  assertDayInCorpus(inputs.corpus.info, config.days.to, `${setting('days')}: day`);
  const trainings: RankerTraining[] = [];
  try {
    await takeTurns(jobs, watch, (job) => void trainings.push(new RankerTraining(job)));
    assertSamePlace(trainings);
    await trainDays(trainings, jobs, watch);
    return trainings.map(({ days }) => days);
  } finally {
    for (const training of trainings) training.dispose();
  }
}

async function trainDays(
  trainings: readonly RankerTraining[],
  jobs: readonly TrainingJob[],
  watch: TrainingWatch,
): Promise<void> {
  const [first] = trainings;
  const [{ config, inputs }] = jobs;
  const total = expectedExamples(inputs.corpus, config);
  const finishDay = (): Promise<void> =>
    takeTurns(trainings, watch, (training) => training.finishDay());
  let batchesToSkip = first.place.batchesOfDay;
  for await (const batch of streamTraining(inputs.corpus, config, first.place.day)) {
    while (batch.day > first.place.day) {
      if (batchesToSkip > 0) throw tooFewBatches(first.place, jobs);
      await finishDay();
    }
    if (batchesToSkip > 0) {
      batchesToSkip -= 1;
      continue;
    }
    await takeTurns(trainings, watch, (training) => training.add(batch));
    const note = `ne ${trainings.map(({ ne }) => ne.toFixed(4)).join(' ')}`;
    const stage = `day ${batch.day}`;
    watch.onProgress({ stage, done: first.impressions, total, unit: 'impressions', note });
    const isStopping = watch.shouldStop();
    if (isStopping || watch.isCheckpointDue?.()) {
      await takeTurns(trainings, watch, (training) => training.writeCheckpoint());
    }
    if (isStopping) {
      throw new InterruptedError(
        `stopped on day ${batch.day}; run the same command with ${setting('resume')} to go on`,
      );
    }
  }
  if (batchesToSkip > 0) throw tooFewBatches(first.place, jobs);
  while (first.place.day <= config.days.to) await finishDay();
}

/** A comparison has no setting that begins anew: folders are to be removed. */
function tooFewBatches({ day, batchesOfDay }: Place, jobs: readonly TrainingJob[]): UserError {
  const folders = jobs.map(({ folder }) => folder).join(' and ');
  return new UserError(
    `the checkpoint has ${batchesOfDay} batches of day ${day} behind it, and the day has fewer; ` +
      `remove ${folders} to begin anew`,
  );
}

async function takeTurns<T>(
  all: readonly T[],
  { onTurn }: TrainingWatch,
  work: (each: T) => Promise<void> | void,
): Promise<void> {
  for (const [i, each] of all.entries()) {
    onTurn?.(i);
    await work(each);
  }
  onTurn?.(undefined);
}

function assertSamePlace(trainings: readonly RankerTraining[]): void {
  const places = trainings.map(
    ({ place }) => `day ${place.day} after ${place.batchesOfDay} batches`,
  );
  const other = places.find((place) => place !== places[0]);
  if (other !== undefined) {
    throw new Error(
      `rankers that train together go on from one place, got ${places[0]} and ${other}`,
    );
  }
}
