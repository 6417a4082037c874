// One ranker in training: kept days, checkpoint.
import { join } from 'node:path';
import type { ExampleBatch } from '../../data/example-stream.ts';
import { explainWriteError } from '../../util/atomic-output.ts';
import { DayMeter } from './day-metrics.ts';
import type { DayMetrics } from './day-metrics.ts';
import type { Ranker } from '../model/ranker.ts';
import type { RankerInputs } from '../model/ranker-inputs.ts';
import { createRanker, modelFolder, restoreRanker, saveRanker } from '../model/saved-ranker.ts';
import type { RankerRunConfig } from '../model/ranker-config.ts';
import { countSteps, countTrained, STEPS_BETWEEN_ENTRIES } from './training-log.ts';
import type { TrainingLog } from './training-log.ts';
import {
  checkpointModel,
  readPosition,
  removeOtherModels,
  writePosition,
} from './training-position.ts';
import type { Place } from './training-position.ts';

/** One ranker that is to be trained. */
export interface TrainingJob {
  readonly config: RankerRunConfig;
  readonly inputs: RankerInputs;
  /** Folder for models, and for the checkpoint, which stays there when training is done. */
  readonly folder: string;
  /** Goes on from the folder's checkpoint where there is one. */
  readonly resume: boolean;
  readonly log?: TrainingLog | undefined;
}

/**
 * A ranker in training: takes one batch after the other, measures itself before each, keeps the model after each
 * day of `keepDays`, and can stop anywhere with a checkpoint. Where the batches come from is not its business.
 */
export class RankerTraining {
  readonly #job: TrainingJob;
  readonly #ranker: Ranker;
  readonly #finishedDays: DayMetrics[];
  #day: number;
  #batchesOfDay: number;
  #meter: DayMeter;

  /** @throws UserError if the checkpoint is of other settings or damaged */
  constructor(job: TrainingJob) {
    const { config, inputs, folder } = job;
    const start = job.resume ? readPosition(folder, config) : undefined;
    this.#job = job;
    this.#finishedDays = [...(start?.finishedDays ?? [])];
    this.#day = start?.day ?? config.days.from;
    this.#batchesOfDay = start?.batchesOfDay ?? 0;
    this.#meter = start === undefined ? new DayMeter() : DayMeter.fromSums(start.sums);
    this.#ranker = createRanker(config, inputs);
    try {
      if (start !== undefined) restoreRanker(this.#ranker, join(folder, start.model));
    } catch (error) {
      this.dispose();
      throw error;
    }
    job.log?.start(this.impressions);
  }

  /** The day being trained on, and how many of its batches are done. */
  get place(): Place {
    return { day: this.#day, batchesOfDay: this.#batchesOfDay };
  }

  /** Trained on so far. */
  get impressions(): number {
    return countTrained(this.#finishedDays) + this.#meter.sums[0];
  }

  /** NE of the day so far. */
  get ne(): number {
    return this.#meter.ne;
  }

  /** The next batch of its day. */
  add(batch: ExampleBatch): void {
    this.#meter.add(this.#ranker.trainStep(batch), batch.label_B);
    this.#batchesOfDay += 1;
    if (this.#batchesOfDay % STEPS_BETWEEN_ENTRIES !== 0) return;
    const step = countSteps(this.#finishedDays, this.#job.config.batchSize) + this.#batchesOfDay;
    this.#job.log?.step(step, this.impressions, this.#meter.metrics(this.#day));
  }

  /** Ends the day and keeps its model where that is wanted. */
  async finishDay(): Promise<void> {
    const { config, log } = this.#job;
    const day = this.#day;
    const metrics = this.#meter.metrics(day);
    this.#finishedDays.push(metrics);
    log?.day(countTrained(this.#finishedDays), metrics);
    this.#day += 1;
    this.#meter = new DayMeter();
    this.#batchesOfDay = 0;
    if (config.keepDays.includes(day)) await this.#save(modelFolder('.', day));
  }

  /** Writes a checkpoint, from which it goes on to the same bits. */
  async writeCheckpoint(): Promise<void> {
    await this.#save(checkpointModel(this.place));
  }

  /** All days, those before an interruption too. */
  get days(): readonly DayMetrics[] {
    return this.#finishedDays;
  }

  dispose(): void {
    this.#ranker.dispose();
  }

  /** The position names the new weights when they are whole; until then it names the old ones, which stay. */
  async #save(model: string): Promise<void> {
    const { config, folder } = this.#job;
    const finishedDays = this.#finishedDays;
    const sums = this.#meter.sums;
    try {
      await saveRanker(this.#ranker, join(folder, model));
      await writePosition(folder, { config, model, ...this.place, finishedDays, sums });
      removeOtherModels(folder, model);
    } catch (error) {
      throw explainWriteError(error, folder);
    }
  }
}
