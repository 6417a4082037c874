// Sums and means over the rows of a small matrix.
import { Attention } from '../blocks.as';

/**
 * Bytes from one row of the hidden layer to the next. A cache line more than the row: rows 1 KiB apart would share few
 * places of the first cache.
 *
 * @inline
 */
export function hiddenStride(block: Attention): usize {
  return ((<usize>block.hidden) << 2) + 64;
}

/** out = row times factor. */
export function scaleRow(row: usize, factor: f32, out: usize, rowBytes: usize): void {
  const factors = f32x4.splat(factor);
  for (let o: usize = 0; o < rowBytes; o += 16)
    v128.store(out + o, f32x4.mul(v128.load(row + o), factors));
}

/** Adds one row to each of the rows. */
export function addRowToAll(row: usize, rows: usize, numRows: i32, rowBytes: usize): void {
  for (let i = 0; i < numRows; i++) {
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(rows + o, f32x4.add(v128.load(rows + o), v128.load(row + o)));
    }
    rows += rowBytes;
  }
}

/** out = sum of relu(rows); `signs` gets a byte for every four values, a bit for each that is above 0. */
export function sumPositive(
  rows: usize,
  rowStride: usize,
  numRows: i32,
  rowBytes: usize,
  out: usize,
  signs: usize,
): void {
  const zero = f32x4.splat(0);
  memory.fill(out, 0, rowBytes);
  for (let i = 0; i < numRows; i++) {
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const value = v128.load(rows + o);
      v128.store(out + o, f32x4.add(v128.load(out + o), f32x4.pmax(value, zero)));
      store<u8>(signs + (o >> 4), <u8>i32x4.bitmask(f32x4.gt(value, zero)));
    }
    rows += rowStride;
    signs += rowBytes >> 4;
  }
}

/** The way back from `sumPositive`: rows[i] = d where the value was above 0. `sums` += each row. */
export function spreadPositive(
  d: usize,
  signs: usize,
  numRows: i32,
  rowBytes: usize,
  rows: usize,
  rowStride: usize,
  sums: usize,
): void {
  const bits = i32x4(1, 2, 4, 8);
  for (let i = 0; i < numRows; i++) {
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const isPositive = i32x4.eq(v128.and(v128.load8_splat(signs + (o >> 4)), bits), bits);
      const value = v128.and(v128.load(d + o), isPositive);
      v128.store(rows + o, value);
      v128.store(sums + o, f32x4.add(v128.load(sums + o), value));
    }
    rows += rowStride;
    signs += rowBytes >> 4;
  }
}
