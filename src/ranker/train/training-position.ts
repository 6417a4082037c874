// Where an interrupted run stands.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { parseFile, readJson } from '../../artifacts/json-file.ts';
import { amount, check, figure, list, objectOf, pipe, strictTuple } from '../../schema/json.ts';
import type { InferOutput, Schema } from '../../schema/json.ts';
import { textLike } from '../../schema/kinds.ts';
import { assertSameSettings } from '../../schema/same-settings.ts';
import { settingsSchema } from '../../schema/settings.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import { RANKER_RUN_SETTINGS } from '../model/ranker-config.ts';
import type { RankerRunConfig } from '../model/ranker-config.ts';
import { daySchema } from './day-metrics.ts';

/** Folder of a run's checkpoint, within the run folder: the position, and weights of its own where no day has ended. */
const CHECKPOINT = 'checkpoint';
const POSITION = 'position.json';

/** How far a run has come. */
export interface Place {
  /** The day being trained on, and how many of its batches are done. */
  readonly day: number;
  readonly batchesOfDay: number;
}

const sums: Schema<readonly [number, number, number]> = strictTuple([figure, figure, figure]);

/** Where a run stood when it wrote a checkpoint, with what it needs to go on. */
const positionSchema = pipe(
  objectOf({
    day: amount,
    batchesOfDay: amount,
    config: settingsSchema(RANKER_RUN_SETTINGS),
    /** Folder of the weights, within the run folder. */
    model: textLike(
      /^(?:models|checkpoint)\/day-\d+(?:-batch-\d+)?$/,
      'folder',
      'a folder of weights',
    ).schema,
    finishedDays: list(daySchema),
    /** Of the day's meter; NaN of a ranker that has diverged. */
    sums,
  }),
  check(
    ({ day, finishedDays, config: { days } }) =>
      day <= days.to + 1 && finishedDays.length === day - days.from,
    'at a day of its run, with the days before it',
  ),
);
export type Position = InferOutput<typeof positionSchema>;

export async function writePosition(folder: string, position: Position): Promise<void> {
  await writeJsonWhole(join(folder, CHECKPOINT, POSITION), position);
}

/** Folder of a checkpoint's weights, within the run folder; of each place its own. */
export function checkpointModel({ day, batchesOfDay }: Place): string {
  return join(CHECKPOINT, `day-${String(day).padStart(3, '0')}-batch-${batchesOfDay}`);
}

/** Removes weights of older checkpoints. @param model folder of those that the position names */
export function removeOtherModels(folder: string, model: string): void {
  for (const name of readdirSync(join(folder, CHECKPOINT))) {
    if (name !== POSITION && join(CHECKPOINT, name) !== normalize(model)) {
      rmSync(join(folder, CHECKPOINT, name), { force: true, recursive: true });
    }
  }
}

/**
 * Where to go on; undefined: from the start.
 *
 * @throws UserError if the interrupted run had other settings
 */
export function readPosition(folder: string, config: RankerRunConfig): Position | undefined {
  const position = findPosition(folder);
  if (position !== undefined) assertSameSettings(position.config, config, folder);
  return position;
}

/** "day 3, batch 20"; places of one text are the same. @param place undefined: the start */
export function placeText(place: Place | undefined): string {
  return place === undefined ? 'start' : `day ${place.day}, batch ${place.batchesOfDay}`;
}

/** Where the checkpoint of a run folder stands; undefined: there is none. */
export function findPlace(folder: string): Place | undefined {
  return findPosition(folder);
}

function findPosition(folder: string): Position | undefined {
  const path = join(folder, CHECKPOINT, POSITION);
  if (!existsSync(path)) return undefined;
  const remedy = `remove ${join(folder, CHECKPOINT)} to begin anew`;
  return parseFile(positionSchema, readJson(path, remedy), path, remedy);
}
