// What decides which trials may train together.
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import { DEFAULT_RANKER_CONFIG } from '../../ranker/model/ranker-config.ts';
import { STREAM_SETTINGS } from '../../ranker/train/training-stream.ts';
import { hasRowPerItem } from '../../sid/strategies.ts';
import type { Settings } from './settings.ts';

/** What decides which trials may train together. */
export interface TrainingPlan {
  /** Trials of one text are given the same batches. */
  readonly stream: string;
  /** What the table and what its optimiser remembers take, about. */
  readonly tableBytes: number;
}

/** A weight and what the optimiser remembers of it, two floats. */
const BYTES_OF_VALUE = 8;

/** @param settings flags of `sid train-ranker` by their keys, with the corpus */
export function planTraining(settings: Settings, { numItems }: CorpusInfo): TrainingPlan {
  const all: Settings = { ...DEFAULT_RANKER_CONFIG, ...settings };
  const hashedRows = Number(all.rows ?? Math.ceil(numItems / Number(all.collisionFactor)));
  const rows = hasRowPerItem(String(all.embed)) ? numItems : hashedRows;
  return {
    stream: JSON.stringify(STREAM_SETTINGS.map((key) => all[key])),
    tableBytes: rows * Number(all.modelWidth) * BYTES_OF_VALUE,
  };
}
