// One connection, queries as streams of columns.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBListType,
  DuckDBListValue,
} from '@duckdb/node-api';
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { InterruptedError } from '../util/errors.ts';
import { neverStop } from '../util/signals.ts';
import type { ShouldStop } from '../util/signals.ts';
import { explainDuckDbError } from './explain-duckdb-error.ts';

/** A value of a query's result: numbers (64-bit whole numbers too), text, lists; null where empty. */
export type SqlValue = null | boolean | number | string | readonly SqlValue[];
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Some rows of a streamed result, column by column. */
export interface SqlChunk {
  readonly rowCount: number;
  /** Copies a column of numbers to `target` from `offset` on. Empty values become NaN (0 in integers). */
  copyNumbers(
    column: number,
    target: Float64Array | Float32Array | Int32Array | Uint8Array,
    offset: number,
  ): void;
  values(column: number): SqlValue[];
  /** A column of BLOBs; null where empty. */
  bytes(column: number): (Uint8Array | null)[];
}

/** A DuckDB database in a folder of its own, with bounded memory; what does not fit goes to that folder. */
export interface Database {
  /** Runs a statement without a result. */
  run(sql: string): Promise<void>;
  /** The whole result; for small ones. The caller names the columns' types. */
  rows<Row extends SqlRow = SqlRow>(sql: string): Promise<Row[]>;
  /** The result chunk by chunk. */
  stream(sql: string): AsyncGenerator<SqlChunk>;
  /** Appends rows, given as columns of equal length, to a table. */
  append(
    table: string,
    types: readonly DuckDBType[],
    columns: readonly SqlValue[][],
  ): Promise<void>;
  /** Closes it and removes the folder. */
  close(): void;
}

export interface DatabaseOptions {
  /** Its own: emptied first, and removed by `close`. A temporary one where not given. */
  readonly folder?: string;
  /** 512 where not given. */
  readonly memoryMb?: number;
  /** Asked ten times a second while a statement runs. */
  readonly shouldStop?: ShouldStop;
}

const POLL_MS = 100;

/**
 * Opens an empty database.
 *
 * Its methods throw a UserError where the data or the machine are at fault (files that cannot be read,
 * values that cannot be converted, a full disk), an InterruptedError once `shouldStop` says so.
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const { memoryMb = 512, shouldStop = neverStop } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sid-database-'));
  // What a process that was killed has left.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(join(folder, 'import.duckdb'), {
    memory_limit: `${memoryMb}MiB`,
    temp_directory: join(folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const guard = <T>(work: () => Promise<T>): Promise<T> =>
    interruptibly(connection, shouldStop, work);
  return {
    async run(sql) {
      await guard(() => connection.run(sql));
    },
    rows: <Row extends SqlRow>(sql: string) =>
      guard(async () => {
        const result = await connection.run(sql);
        const names = result.deduplicatedColumnNames();
        const rows = await result.getRows();
        return rows.map(
          (row) => Object.fromEntries(row.map((value, i) => [names[i], plainValue(value)])) as Row,
        );
      }),
    async *stream(sql) {
      const result = await guard(() => connection.stream(sql));
      for (;;) {
        const chunk = await guard(() => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield createChunk(chunk);
      }
    },
    async append(table, types, columns) {
      await guard(async () => {
        const appender = await connection.createAppender(table);
        const numRows = columns[0].length;
        const chunk = DuckDBDataChunk.create(types);
        for (let start = 0; start < numRows; start += CHUNK_ROWS) {
          const end = Math.min(start + CHUNK_ROWS, numRows);
          chunk.reset();
          chunk.setColumns(
            columns.map((values, i) => values.slice(start, end).map((v) => duckValue(v, types[i]))),
          );
          appender.appendDataChunk(chunk);
        }
        appender.closeSync();
      });
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Works with a database that is gone when the work has ended. */
export async function withDatabase<T>(
  options: DatabaseOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(options);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

const CHUNK_ROWS = 2048;

async function interruptibly<T>(
  connection: DuckDBConnection,
  shouldStop: ShouldStop,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => {
    if (shouldStop()) connection.interrupt();
  }, POLL_MS);
  try {
    if (shouldStop()) throw stopped();
    return await work();
  } catch (error) {
    throw shouldStop() ? stopped() : explainDuckDbError(error);
  } finally {
    clearInterval(timer);
  }
}

function stopped(): InterruptedError {
  return new InterruptedError('nothing was kept; run the same command again');
}

function createChunk(chunk: DuckDBDataChunk): SqlChunk {
  return {
    rowCount: chunk.rowCount,
    copyNumbers(column, target, offset) {
      const vector = chunk.getColumnVector(column);
      for (let row = 0; row < chunk.rowCount; row++) {
        target[offset + row] = (vector.getItem(row) as number | null) ?? NaN;
      }
    },
    values: (column) => chunk.getColumnValues(column).map(plainValue),
    // Copies: the chunk's memory is DuckDB's.
    bytes: (column) =>
      chunk
        .getColumnValues(column)
        .map((value) => (value instanceof DuckDBBlobValue ? Uint8Array.from(value.bytes) : null)),
  };
}

function plainValue(value: DuckDBValue): SqlValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return value.items.map(plainValue);
  }
  return String(value);
}

function duckValue(value: SqlValue, type: DuckDBType): DuckDBValue {
  if (type instanceof DuckDBListType && Array.isArray(value)) {
    return new DuckDBListValue(value.map((each: SqlValue) => duckValue(each, type.valueType)));
  }
  if (typeof value === 'number' && type.toString() === 'BIGINT') return BigInt(value);
  return value as DuckDBValue;
}
