// Models on disk.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedTensor } from '../../artifacts/checkpoint.ts';
import { readCheckpoint, tensorIn, writeCheckpoint } from '../../artifacts/checkpoint.ts';
import { setting, UserError } from '../../util/errors.ts';
import { partialPath } from '../../util/partial-files.ts';
import { Rng } from '../../util/rng.ts';
import { Ranker } from './ranker.ts';
import type { RankerConfig, RankerRunConfig } from './ranker-config.ts';
import { openRankerInputs } from './ranker-inputs.ts';
import type { RankerInputs } from './ranker-inputs.ts';

/** A trained ranker with what it needs to predict. */
export interface LoadedRanker extends RankerInputs {
  readonly ranker: Ranker;
  readonly config: RankerRunConfig;
  /** The last day it was trained on. */
  readonly trainedThroughDay: number;
}

/** A run of `sid train-ranker` that is finished. */
export interface SavedRun {
  readonly folder: string;
  readonly config: RankerRunConfig;
}

/** `models/day-004` in a run folder. */
export function modelFolder(runFolder: string, day: number): string {
  return join(runFolder, 'models', `day-${String(day).padStart(3, '0')}`);
}

/** Days whose model a run has kept. */
export function keptDays(runFolder: string): number[] {
  const folder = join(runFolder, 'models');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => Number(/^day-(\d+)$/.exec(name)?.[1]))
    .filter((day) => day > 0)
    .sort((a, b) => a - b);
}

/** Writes all weights and optimizer states; the folder appears when whole. */
export async function saveRanker(ranker: Ranker, folder: string): Promise<void> {
  const temporary = partialPath(folder);
  rmSync(temporary, { force: true, recursive: true });
  mkdirSync(temporary, { recursive: true });
  const dense = new Map<string, NamedTensor>(ranker.optimizer.state());
  for (const parameter of ranker.parameters) {
    dense.set(parameter.name, { shape: parameter.shape, values: parameter.read() });
  }
  await writeCheckpoint(join(temporary, 'dense.safetensors'), { tensors: dense, metadata: {} });
  const tensors = new Map(ranker.tables.flatMap((table) => [...table.tensors()]));
  const table = { tensors, metadata: {} };
  await writeCheckpoint(join(temporary, 'table.safetensors'), table);
  rmSync(folder, { force: true, recursive: true });
  renameSync(temporary, folder);
}

/** Puts saved weights into a ranker of the same config. @throws UserError if dimensions differ */
export function restoreRanker(ranker: Ranker, folder: string): void {
  const densePath = join(folder, 'dense.safetensors');
  const dense = readCheckpoint(densePath);
  for (const parameter of ranker.parameters) {
    parameter.write(tensorIn(dense, parameter.name, parameter.shape, densePath));
  }
  ranker.optimizer.restore(dense, densePath);
  const tablePath = join(folder, 'table.safetensors');
  const saved = readCheckpoint(tablePath);
  for (const table of ranker.tables) table.restore(saved, tablePath);
}

/**
 * The model that a run kept after a day.
 *
 * @throws UserError if the run has no such model
 */
export async function loadRanker(run: SavedRun, day: number): Promise<LoadedRanker> {
  assertKept(run, day);
  return restoreKept(run, day, await openInputs(run));
}

/** The models that a run kept after some days, with one corpus. @throws UserError if one is missing */
export async function loadRankers(
  run: SavedRun,
  days: readonly number[],
): Promise<readonly LoadedRanker[]> {
  for (const day of days) assertKept(run, day);
  const inputs = await openInputs(run);
  const loaded: LoadedRanker[] = [];
  try {
    for (const day of days) loaded.push(restoreKept(run, day, inputs));
  } catch (error) {
    for (const { ranker } of loaded) ranker.dispose();
    throw error;
  }
  return loaded;
}

function assertKept({ folder }: SavedRun, day: number): void {
  if (existsSync(modelFolder(folder, day))) return;
  throw new UserError(
    `${folder} kept no model after day ${day} (kept: ${keptDays(folder).join(', ')}); ` +
      `train again with ${setting('keepDays')} ${day}`,
  );
}

function openInputs({ config }: SavedRun): Promise<RankerInputs> {
  return openRankerInputs(config.corpus, config.sids ?? undefined, config);
}

function restoreKept(
  { folder, config }: SavedRun,
  day: number,
  inputs: RankerInputs,
): LoadedRanker {
  const ranker = createRanker(config, inputs);
  restoreRanker(ranker, modelFolder(folder, day));
  return { ...inputs, ranker, config, trainedThroughDay: day };
}

/** A fresh ranker for a corpus. */
export function createRanker(config: RankerConfig, inputs: RankerInputs): Ranker {
  const { corpus, itemRows, categories } = inputs;
  const numDense = corpus.info.denseFeatures.length;
  const rng = Rng.fromSeed(config.seed).split('ranker');
  return new Ranker(config, itemRows, numDense, rng, categories);
}
