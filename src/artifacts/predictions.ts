// Click probabilities.
import { Field, Float32, Int32, Schema, TimestampMillisecond, Uint8 } from 'apache-arrow';
import { concat } from '../util/concat.ts';
import {
  createRecordBatch,
  columnOf,
  float32Column,
  int32Column,
  timeColumn,
  timesOf,
  uint8Column,
  valuesOf,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** A model's click probabilities for a run of impressions, all arrays of one length. */
export interface Predictions {
  readonly userIndex: Int32Array;
  readonly itemIndex: Int32Array;
  readonly timeMs: Float64Array;
  readonly label: Uint8Array;
  /** In (0, 1). */
  readonly probability: Float32Array;
}

const PREDICTION_SCHEMA = new Schema([
  new Field('user_index', new Int32(), false),
  new Field('item_index', new Int32(), false),
  new Field('time_ms', new TimestampMillisecond('UTC'), false),
  new Field('label', new Uint8(), false),
  new Field('probability', new Float32(), false),
]);

export async function writePredictions(path: string, predictions: Predictions): Promise<void> {
  await writeArrowFile(path, async (file) => {
    const columns = [
      int32Column(predictions.userIndex),
      int32Column(predictions.itemIndex),
      timeColumn(predictions.timeMs),
      uint8Column(predictions.label),
      float32Column(predictions.probability),
    ];
    await file.write(createRecordBatch(PREDICTION_SCHEMA, columns));
  });
}

export async function readPredictions(path: string): Promise<Predictions> {
  const file = await openArrowFile(path);
  try {
    const parts: Predictions[] = [];
    for await (const batch of file.batches()) {
      const column = <T>(name: string, arrayType: abstract new (...args: never[]) => T): T =>
        valuesOf(columnOf(batch, name, path), arrayType, name, path);
      parts.push({
        userIndex: column('user_index', Int32Array),
        itemIndex: column('item_index', Int32Array),
        timeMs: timesOf(columnOf(batch, 'time_ms', path), 'time_ms', path),
        label: column('label', Uint8Array),
        probability: column('probability', Float32Array),
      });
    }
    return concatPredictions(parts);
  } finally {
    await file.close();
  }
}

/** Parts one after another. */
export function concatPredictions(parts: readonly Predictions[]): Predictions {
  return {
    userIndex: concat(
      parts.map((part) => part.userIndex),
      Int32Array,
    ),
    itemIndex: concat(
      parts.map((part) => part.itemIndex),
      Int32Array,
    ),
    timeMs: concat(
      parts.map((part) => part.timeMs),
      Float64Array,
    ),
    label: concat(
      parts.map((part) => part.label),
      Uint8Array,
    ),
    probability: concat(
      parts.map((part) => part.probability),
      Float32Array,
    ),
  };
}
