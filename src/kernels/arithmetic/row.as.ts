// Rows of floats: where they lie, and their sum.

/** Bytes of one v128. */
export const V: usize = 16;

/** @inline */
export function rowAt(base: usize, row: i32, widthBytes: usize): usize {
  return base + <usize>row * widthBytes;
}

/** @inline */
export function addInto(to: usize, from: usize, widthBytes: usize): void {
  for (let o: usize = 0; o < widthBytes; o += V) {
    v128.store(to + o, f32x4.add(v128.load(to + o), v128.load(from + o)));
  }
}

/** Rows that are fetched from memory together: 16 KiB of rows of 64 floats and their accumulators. */
export const AHEAD: i32 = 32;

/** Keeps what `fetchRow` reads from being thrown away as unused. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars
let fetched: i32 = 0;

/**
 * Reads a row's cache lines. Rows of a large table lie far apart and each is a wait for memory; reading
 * several of them first, with nothing between, lets the processor wait for all at once.
 *
 * @inline
 */
export function fetchRow(row: usize, widthBytes: usize): void {
  for (let o: usize = 0; o < widthBytes; o += 64) fetched += load<i32>(row + o);
}

/** out += each row in turn. */
export function addRowsInto(out: usize, rows: usize, numRows: i32, rowBytes: usize): void {
  for (let i = 0; i < numRows; i++) {
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(out + o, f32x4.add(v128.load(out + o), v128.load(rows + o)));
    }
    rows += rowBytes;
  }
}

/** Where an example's part of an array begins. @param size floats of one example @inline */
export function partOf(array: usize, example: i32, size: i32): usize {
  return array + ((<usize>example * <usize>size) << 2);
}

/** A thread's own room to work in. @inline */
export function workspaceOf(workspace: usize, length: i32, thread: i32): usize {
  return partOf(workspace, thread, length);
}
