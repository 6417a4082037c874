// A finished run's settings.
import type { RankerRunConfig } from '../ranker/model/ranker-config.ts';
import { readRecord } from '../records/run-record.ts';
import { trainRankerRecord } from '../records/train-ranker-record.ts';
import type { EmbedName } from '../sid/strategies.ts';
import { setting, UserError } from '../util/errors.ts';

/** What an evaluation needs to know of a finished `sid train-ranker`. */
export interface RankerRun {
  readonly folder: string;
  readonly embed: EmbedName;
  readonly seed: number;
  /** The corpus folder it was trained on. */
  readonly corpus: string;
  readonly firstDay: number;
  readonly lastDay: number;
  /** Days after which the model was kept, ascending. */
  readonly keptDays: readonly number[];
  readonly config: RankerRunConfig;
}

/** @throws UserError if the folder holds no finished run of train-ranker */
export function readRankerRun(folder: string): RankerRun {
  const { config, seed } = readRecord(trainRankerRecord, folder);
  const { embed, corpus, days, keepDays: keptDays } = config;
  const [firstDay, lastDay] = [days.from, days.to];
  return { folder, embed, seed, corpus, firstDay, lastDay, keptDays, config };
}

/** @throws UserError if no model was kept after that day */
export function assertModelKept(run: RankerRun, day: number, flag: string): void {
  if (!run.keptDays.includes(day)) {
    throw new UserError(
      `${run.folder} kept no model after day ${day} (it has: ${run.keptDays.join(', ')}); ` +
        `choose one of them with ${flag}, or train with ${setting('keepDays')} ${day}`,
    );
  }
}

/**
 * What of a day a kept model has not been trained on: all of a later day, of an earlier one the held-out share.
 *
 * @throws UserError for a day that was trained on, where nothing was held out
 */
export function unseenPart(run: RankerRun, day: number, modelDay: number): 'all' | 'held-out' {
  if (day > modelDay) return 'all';
  if (run.config.heldOutShare === 0) {
    throw new UserError(
      `day ${day} was trained on and ${run.folder} held nothing out; give a ${setting('day')} after ` +
        `${modelDay}, or train with ${setting('heldOutShare')} 0.1`,
    );
  }
  return 'held-out';
}
