// Layer normalization without its scale and shift, which the caller folds into the next linear map.

import { sumLanes } from '../arithmetic/lanes.as';
import { madd, nmadd } from '../arithmetic/madd.as';

/** nn.LayerNorm's in PyTorch. */
const EPSILON: f32 = 1e-5;

/** unit = (x - mean) / deviation, row by row; inverse[i] = 1 / deviation. */
export function normalizeRows(x: usize, unit: usize, inverse: usize, rows: i32, width: i32): void {
  const rowBytes = (<usize>width) << 2;
  const share: f32 = 1.0 / <f32>width;
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0);
    for (let o: usize = 0; o < rowBytes; o += 16) sum = f32x4.add(sum, v128.load(x + o));
    const mean = f32x4.splat(sumLanes(sum) * share);
    let squares = f32x4.splat(0);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const centered = f32x4.sub(v128.load(x + o), mean);
      squares = madd(centered, centered, squares);
    }
    const factor: f32 = <f32>1.0 / sqrt<f32>(sumLanes(squares) * share + EPSILON);
    const factors = f32x4.splat(factor);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(unit + o, f32x4.mul(f32x4.sub(v128.load(x + o), mean), factors));
    }
    store<f32>(inverse, factor);
    inverse += 4;
    x += rowBytes;
    unit += rowBytes;
  }
}

/**
 * The gradient to x, given that to `unit`: out = from + inverse (d - mean(d) - unit mean(d unit)).
 *
 * @param fromRow bytes from one row of `from` to the next; 0: one row for all
 */
export function normalizeRowsBack(
  d: usize,
  unit: usize,
  inverse: usize,
  from: usize,
  fromRow: usize,
  out: usize,
  rows: i32,
  width: i32,
): void {
  const rowBytes = (<usize>width) << 2;
  const share: f32 = 1.0 / <f32>width;
  for (let i = 0; i < rows; i++) {
    let sum = f32x4.splat(0),
      along = sum;
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const value = v128.load(d + o);
      sum = f32x4.add(sum, value);
      along = madd(value, v128.load(unit + o), along);
    }
    const factor = v128.load32_splat(inverse);
    const mean = f32x4.splat(sumLanes(sum) * share);
    const slope = f32x4.splat(sumLanes(along) * share);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const free = nmadd(v128.load(unit + o), slope, f32x4.sub(v128.load(d + o), mean));
      v128.store(out + o, madd(free, factor, v128.load(from + o)));
    }
    inverse += 4;
    d += rowBytes;
    unit += rowBytes;
    from += fromRow;
    out += rowBytes;
  }
}
