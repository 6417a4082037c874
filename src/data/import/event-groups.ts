// Events of one user and instant together.
import type { SqlChunk } from '../duckdb.ts';

/** All events of one instant, column by column; only the first `size` of each array count. */
export interface EventGroup {
  readonly timeMs: number;
  readonly size: number;
  readonly user: Int32Array;
  readonly item: Int32Array;
  readonly label: Uint8Array;
  /** Row-major, F features an event. */
  readonly dense: Float32Array;
}

/**
 * Gathers a stream that is ordered by time into groups of equal time. The columns are user_index,
 * item_index, time_ms, label, then the dense features. A group is used again for the next.
 *
 * @param onChunk told how many rows were read
 */
export async function forEachGroup(
  chunks: AsyncIterable<SqlChunk>,
  numDense: number,
  onGroup: (group: EventGroup) => Promise<void>,
  onChunk: (numRows: number) => void,
): Promise<void> {
  let rows = createRows(4096, numDense);
  let size = 0;
  const pass = (start: number, end: number): Promise<void> =>
    onGroup({
      timeMs: rows.timeMs[start],
      size: end - start,
      user: rows.user.subarray(start, end),
      item: rows.item.subarray(start, end),
      label: rows.label.subarray(start, end),
      dense: rows.dense.subarray(start * numDense, end * numDense),
    });
  for await (const chunk of chunks) {
    // The last group may go on in the next chunk, so it stays at the front.
    while (size + chunk.rowCount > rows.user.length) rows = enlarge(rows, numDense);
    chunk.copyNumbers(0, rows.user, size);
    chunk.copyNumbers(1, rows.item, size);
    chunk.copyNumbers(2, rows.timeMs, size);
    chunk.copyNumbers(3, rows.label, size);
    for (let f = 0; f < numDense; f++) {
      chunk.copyNumbers(4 + f, rows.column, 0);
      for (let row = 0; row < chunk.rowCount; row++) {
        rows.dense[(size + row) * numDense + f] = rows.column[row];
      }
    }
    size += chunk.rowCount;
    let start = 0;
    for (let row = 1; row < size; row++) {
      if (rows.timeMs[row] === rows.timeMs[start]) continue;
      await pass(start, row);
      start = row;
    }
    keepFrom(rows, start, size, numDense);
    size -= start;
    onChunk(chunk.rowCount);
  }
  if (size > 0) await pass(0, size);
}

interface Rows {
  readonly user: Int32Array;
  readonly item: Int32Array;
  readonly timeMs: Float64Array;
  readonly label: Uint8Array;
  readonly dense: Float32Array;
  /** Room for one feature of one chunk. */
  readonly column: Float32Array;
}

function createRows(capacity: number, numDense: number): Rows {
  return {
    user: new Int32Array(capacity),
    item: new Int32Array(capacity),
    timeMs: new Float64Array(capacity),
    label: new Uint8Array(capacity),
    dense: new Float32Array(capacity * numDense),
    column: new Float32Array(capacity),
  };
}

function enlarge(rows: Rows, numDense: number): Rows {
  const larger = createRows(2 * rows.user.length, numDense);
  larger.user.set(rows.user);
  larger.item.set(rows.item);
  larger.timeMs.set(rows.timeMs);
  larger.label.set(rows.label);
  larger.dense.set(rows.dense);
  return larger;
}

function keepFrom(rows: Rows, start: number, end: number, numDense: number): void {
  rows.user.copyWithin(0, start, end);
  rows.item.copyWithin(0, start, end);
  rows.timeMs.copyWithin(0, start, end);
  rows.label.copyWithin(0, start, end);
  rows.dense.copyWithin(0, start * numDense, end * numDense);
}
