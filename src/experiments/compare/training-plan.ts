// What decides which trials may train together.
import type { CorpusInfo } from '../../artifacts/corpus.ts';
import { RANKER_RUN_SETTINGS } from '../../ranker/model/ranker-config.ts';
import { STREAM_SETTINGS } from '../../ranker/train/training-stream.ts';
import { hasRowPerItem } from '../../sid/strategies.ts';
import { completeSettings } from '../../schema/settings.ts';
import type { GivenOf } from '../../schema/settings.ts';

/** What decides which trials may train together. */
export interface TrainingPlan {
  /** Trials with equal keys get the same batches. */
  readonly stream: string;
  /** Approximate bytes of the table and its optimizer state. */
  readonly tableBytes: number;
}

/** A weight and its Adagrad accumulator; an upper bound for row-wise Adagrad. */
const BYTES_OF_VALUE = 8;

/** @param given settings of `sid train-ranker` */
export function planTraining(
  given: GivenOf<typeof RANKER_RUN_SETTINGS>,
  { numItems }: CorpusInfo,
): TrainingPlan {
  const all = completeSettings(RANKER_RUN_SETTINGS, given, 'ranker');
  const hashedRows = all.rows ?? Math.ceil(numItems / all.collisionFactor);
  const rows = hasRowPerItem(all.embed) ? numItems : hashedRows;
  return {
    stream: JSON.stringify(STREAM_SETTINGS.map((key) => all[key])),
    tableBytes: rows * all.modelWidth * BYTES_OF_VALUE,
  };
}
