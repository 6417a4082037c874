// Where an interrupted run stands.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../artifacts/read-json.ts';
import { assertSameSettings } from '../../schema/same-settings.ts';
import { writeJsonWhole } from '../../util/atomic-output.ts';
import type { DayMetrics } from './day-metrics.ts';
import type { RankerRunConfig } from '../model/ranker-config.ts';

/** Folder of an interrupted run's checkpoint, within the run folder. */
export const CHECKPOINT = 'checkpoint';

/** How far a run has come. */
export interface Place {
  /** The day being trained on, and how many of its batches are done. */
  readonly day: number;
  readonly batchesOfDay: number;
}

/** Where an interrupted run stood, with what it needs to go on. */
export interface Position extends Place {
  readonly config: RankerRunConfig;
  /** Folder of the weights, within the run folder. */
  readonly model: string;
  readonly finishedDays: readonly DayMetrics[];
  /** Of the day's meter. */
  readonly sums: readonly [number, number, number];
}

export async function writePosition(folder: string, position: Position): Promise<void> {
  await writeJsonWhole(join(folder, CHECKPOINT, 'position.json'), position);
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

/** Where the checkpoint of a run folder stands; undefined: there is none. */
export function findPlace(folder: string): Place | undefined {
  return findPosition(folder);
}

function findPosition(folder: string): Position | undefined {
  const path = join(folder, CHECKPOINT, 'position.json');
  return existsSync(path) ? (readJson(path) as Position) : undefined;
}
