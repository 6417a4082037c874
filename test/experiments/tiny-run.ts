import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayPath, writeCorpusInfo } from '../../src/artifacts/corpus.ts';
import { createDayWriter } from '../../src/artifacts/impressions.ts';
import type { Predictions } from '../../src/artifacts/predictions.ts';
import type { PredictKeptModel } from '../../src/experiments/predict-kept-model.ts';
import type { RankerRunConfig } from '../../src/ranker/model/ranker-config.ts';
import { madeUpRecord, writeMadeUp } from '../support/made-up-records.ts';
import { Rng } from '../../src/util/rng.ts';

const HOUR_MS = 3600 * 1000;

/** A folder for the files of one test file. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sid-experiments-'));
}

/** A corpus of whole days; each day is a list of item indices, shown in that order, one user an impression. */
export async function writeTinyCorpus(
  folder: string,
  days: readonly (readonly number[])[],
  numItems: number,
  negativesRule = 'made up',
): Promise<string> {
  mkdirSync(join(folder, 'days'), { recursive: true });
  for (const [i, items] of days.entries()) {
    const writer = await createDayWriter(dayPath(folder, i + 1), []);
    await writer.write({
      userIndex: Int32Array.from(items, (_, row) => row),
      itemIndex: Int32Array.from(items),
      timeMs: Float64Array.from(items, (_, row) => 24 * HOUR_MS * i + row),
      label: Uint8Array.from(items, (_, row) => row % 2),
      dense: [],
    });
    await writer.close();
  }
  await writeCorpusInfo(folder, {
    format: 'sid-corpus-1',
    source: 'table',
    numItems,
    numUsers: Math.max(...days.map((items) => items.length)),
    numDays: days.length,
    firstDayStartMs: 0,
    dayMs: 24 * HOUR_MS,
    impressionsPerDay: days.map((items) => items.length),
    clicksPerDay: days.map((items) => Math.floor(items.length / 2)),
    denseFeatures: [],
    embeddingWidth: 2,
    negativesRule,
    notes: {},
  });
  return folder;
}

/** The run.json that `sid train-ranker` leaves. */
export async function writeTinyRun(
  folder: string,
  given: Partial<RankerRunConfig>,
): Promise<string> {
  const config = { ...{ corpus: 'corpus', days: { from: 1, to: 2 }, keepDays: [1, 2] }, ...given };
  const { seed = 1 } = given;
  return writeMadeUp(madeUpRecord('train-ranker', folder, { config, seed, inputs: {} }));
}

/** Items of made-up predictions. */
export const NUM_ITEMS = 7;

/** Made-up predictions: users with a rate of their own, known to the model up to an error. */
export function madeUpPredictions(numUsers: number, error: number, seed: number): Predictions {
  const world = Rng.fromSeed(1);
  const noise = Rng.fromSeed(seed).split(String(error));
  const length = 4 * numUsers;
  const userIndex = Int32Array.from({ length }, (_, i) => i >> 2);
  const logits = Float64Array.from({ length: numUsers }, () => world.normal());
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  return {
    userIndex,
    itemIndex: Int32Array.from(userIndex, (_, i) => i % NUM_ITEMS),
    timeMs: new Float64Array(length),
    label: Uint8Array.from(userIndex, (user) => (world.uniform() < sigmoid(logits[user]) ? 1 : 0)),
    probability: Float32Array.from(userIndex, (user) =>
      sigmoid(logits[user] + error * noise.normal()),
    ),
  };
}

/** A predictor that says which errors a run's models have, by day. */
export function createMadeUpPredictor(
  errorOf: (runFolder: string, modelDay: number) => number,
): PredictKeptModel {
  return ({ folder }, modelDay) =>
    Promise.resolve(madeUpPredictions(400, errorOf(folder, modelDay), folder.length));
}
