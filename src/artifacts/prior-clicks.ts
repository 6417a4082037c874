// What users clicked before the log.
import { Field, Int32, Schema, TimestampMillisecond } from 'apache-arrow';
import {
  columnOf,
  createRecordBatch,
  int32Column,
  timeColumn,
  timesOf,
  valuesOf,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/**
 * A run of clicks from before the log, column by column; all arrays have one length. The file is
 * `prior-clicks.arrow`: user_index, item_index (int32), time_ms (timestamp, UTC). Users ascend, and a user's
 * clicks stand together, oldest first.
 */
export interface PriorClickBatch {
  readonly userIndex: Int32Array;
  readonly itemIndex: Int32Array;
  /** Milliseconds since 1970 UTC, not decreasing within a user, before the user's first impression. */
  readonly timeMs: Float64Array;
}

const SCHEMA = new Schema([
  new Field('user_index', new Int32(), false),
  new Field('item_index', new Int32(), false),
  new Field('time_ms', new TimestampMillisecond('UTC'), false),
]);

export async function writePriorClicks(
  path: string,
  batches: AsyncIterable<PriorClickBatch>,
): Promise<void> {
  await writeArrowFile(path, async (file) => {
    for await (const { userIndex, itemIndex, timeMs } of batches) {
      const columns = [int32Column(userIndex), int32Column(itemIndex), timeColumn(timeMs)];
      await file.write(createRecordBatch(SCHEMA, columns));
    }
  });
}

/**
 * Streams the clicks, one record batch at a time.
 *
 * @throws UserError naming file and column where the file is missing, cut short or of another schema
 */
export async function* readPriorClicks(path: string): AsyncGenerator<PriorClickBatch> {
  const file = await openArrowFile(path);
  try {
    for await (const batch of file.batches()) {
      const indices = (name: string): Int32Array =>
        valuesOf(columnOf(batch, name, path), Int32Array, name, path);
      yield {
        userIndex: indices('user_index'),
        itemIndex: indices('item_index'),
        timeMs: timesOf(columnOf(batch, 'time_ms', path), 'time_ms', path),
      };
    }
  } finally {
    await file.close();
  }
}
