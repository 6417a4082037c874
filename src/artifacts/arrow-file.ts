// Arrow IPC files, batch by batch.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AsyncRecordBatchFileReader, RecordBatch, Schema } from 'apache-arrow';
import { RecordBatchReader } from 'apache-arrow';
import { messageOf, systemErrorCode, UserError } from '../util/errors.ts';

const MAGIC = 'ARROW1';

/** The schema of an Arrow IPC file and its record batches, one at a time. */
export interface ArrowFileReader {
  readonly schema: Schema;
  batches(): AsyncGenerator<RecordBatch>;
  /** @param index counted from 0 */
  batch(index: number): Promise<RecordBatch>;
  close(): Promise<void>;
}

/**
 * Opens an Arrow IPC file.
 *
 * @throws UserError if the file is missing, is not Arrow, or was cut short
 */
export async function openArrowFile(path: string): Promise<ArrowFileReader> {
  assertWholeArrowFile(path);
  const file = await open(path, 'r');
  try {
    // The bytes of a file are there at both ends, so this is never a reader of a stream.
    const reader = (await RecordBatchReader.from(file)) as AsyncRecordBatchFileReader;
    await reader.open();
    const readBatch = async (index: number): Promise<RecordBatch> => {
      try {
        const batch = await reader.readRecordBatch(index);
        if (batch === null) throw new Error(`record batch ${index + 1} is missing`);
        return batch;
      } catch (error) {
        throw damagedFile(path, error);
      }
    };
    return {
      schema: reader.schema,
      async *batches() {
        // Not `for await`: the reader goes round for ever at a block of another kind than its footer says.
        for (let i = 0; i < reader.numRecordBatches; i++) yield await readBatch(i);
      },
      batch: readBatch,
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw damagedFile(path, error);
  }
}

/** The names of a file's columns. @throws UserError as `openArrowFile` */
export async function arrowColumns(path: string): Promise<readonly string[]> {
  const file = await openArrowFile(path);
  await file.close();
  return file.schema.fields.map(({ name }) => name);
}

function assertWholeArrowFile(path: string): void {
  let size: number;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new UserError(`${path} is a folder; name a file in it`);
    size = stat.size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') {
      throw new UserError(`${path} does not exist; check the name`);
    }
    throw error;
  }
  if (size === 0) throw new UserError(`${path} is empty; make it again, or choose another file`);
  if (size < 2 * MAGIC.length || readText(path, 0) !== MAGIC) {
    throw new UserError(`${path} is not an Arrow IPC file; convert it, or choose another file`);
  }
  if (readText(path, size - MAGIC.length) !== MAGIC) {
    throw new UserError(`${path} is cut short (no Arrow footer); make it again`);
  }
}

function readText(path: string, position: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MAGIC.length);
    readSync(file, bytes, 0, bytes.length, position);
    return bytes.toString('latin1');
  } finally {
    closeSync(file);
  }
}

/** What reading Arrow's bytes threw, as a line for the user where it is the bytes' fault. */
export function damagedFile(path: string, error: unknown): unknown {
  if (error instanceof UserError || systemErrorCode(error) !== undefined) return error;
  if (messageOf(error).includes('codec not found')) {
    return new UserError(`${path} is compressed; write it as Arrow IPC without compression`);
  }
  const unknown = /^Unrecognized type: "(\w+)"/.exec(messageOf(error));
  if (unknown !== null) {
    return new UserError(
      `${path} has a column of type ${unknown[1]}, which is not read; write it as a plain list or text`,
    );
  }
  return new UserError(`${path} is damaged: its Arrow data cannot be read; make it again`);
}
