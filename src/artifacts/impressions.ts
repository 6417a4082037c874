// A day's impressions.
import { Field, Float32, Int32, Schema, TimestampMillisecond, Uint8 } from 'apache-arrow';
import { renameSync, rmSync } from 'node:fs';
import { explainWriteError } from '../util/atomic-output.ts';
import { partialPath } from '../util/partial-files.ts';
import {
  columnOf,
  createRecordBatch,
  float32Column,
  int32Column,
  timeColumn,
  timesOf,
  uint8Column,
  valuesOf,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { createArrowFileWriter } from './arrow-writer.ts';

/**
 * A run of impressions of one day in time order, column by column. All arrays have one length.
 * The file is `days/day-001.arrow`: user_index, item_index (int32), time_ms (timestamp, UTC), label (uint8),
 * then one float32 column for each dense feature.
 */
export interface ImpressionBatch {
  readonly userIndex: Int32Array;
  readonly itemIndex: Int32Array;
  /** Milliseconds since 1970 UTC, not decreasing within a day. */
  readonly timeMs: Float64Array;
  /** 1 clicked, 0 not. */
  readonly label: Uint8Array;
  /** One array for each dense feature, in the order of `CorpusInfo.denseFeatures`. */
  readonly dense: readonly Float32Array[];
}

/** Writes one day's file batch by batch; `close` gives it its final name. */
export interface DayWriter {
  write(batch: ImpressionBatch): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** @param path the day's file, see `dayPath` */
export async function createDayWriter(
  path: string,
  denseFeatures: readonly string[],
): Promise<DayWriter> {
  const temporaryPath = partialPath(path);
  const schema = impressionSchema(denseFeatures);
  const file = await createArrowFileWriter(temporaryPath).catch((error: unknown) => {
    throw explainWriteError(error, path);
  });
  const abort = async (): Promise<void> => {
    await file.abort();
    rmSync(temporaryPath, { force: true });
  };
  return {
    abort,
    async write(batch) {
      const columns = [
        int32Column(batch.userIndex),
        int32Column(batch.itemIndex),
        timeColumn(batch.timeMs),
        uint8Column(batch.label),
        ...batch.dense.map(float32Column),
      ];
      try {
        await file.write(createRecordBatch(schema, columns));
      } catch (error) {
        await abort();
        throw explainWriteError(error, path);
      }
    },
    async close() {
      try {
        await file.close();
        renameSync(temporaryPath, path);
      } catch (error) {
        rmSync(temporaryPath, { force: true });
        throw explainWriteError(error, path);
      }
    },
  };
}

function impressionSchema(denseFeatures: readonly string[]): Schema {
  return new Schema([
    new Field('user_index', new Int32(), false),
    new Field('item_index', new Int32(), false),
    new Field('time_ms', new TimestampMillisecond('UTC'), false),
    new Field('label', new Uint8(), false),
    ...denseFeatures.map((name) => new Field(name, new Float32(), false)),
  ]);
}

/**
 * Streams a day's impressions, one record batch at a time.
 *
 * @throws UserError naming file and column where the file is missing, cut short or of another schema.
 *   Values are checked by `data/validate-impressions.ts`.
 */
export async function* readDay(
  path: string,
  denseFeatures: readonly string[],
): AsyncGenerator<ImpressionBatch> {
  const file = await openArrowFile(path);
  try {
    for await (const batch of file.batches()) {
      const column = <T>(name: string, arrayType: abstract new (...args: never[]) => T): T =>
        valuesOf(columnOf(batch, name, path), arrayType, name, path);
      yield {
        userIndex: column('user_index', Int32Array),
        itemIndex: column('item_index', Int32Array),
        timeMs: timesOf(columnOf(batch, 'time_ms', path), 'time_ms', path),
        label: column('label', Uint8Array),
        dense: denseFeatures.map((name) => column(name, Float32Array)),
      };
    }
  } finally {
    await file.close();
  }
}
