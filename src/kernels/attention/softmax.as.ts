// Softmax and its gradient.
import { exp, maxLane, sumLanes } from '../arithmetic/lanes.as';
import { madd } from '../arithmetic/madd.as';

/** Less than any score. */
const NOTHING: f32 = -1e30;

/**
 * Each row into probabilities over its first `length` columns, in place; the columns behind them, up to the next
 * multiple of 4, become 0.
 */
export function softmaxRows(scores: usize, rows: i32, length: i32, rowBytes: usize): void {
  for (let i = 0; i < rows; i++) {
    for (let o = (<usize>length) << 2; o < rowBytes; o += 4) store<f32>(scores + o, NOTHING);
    let most = f32x4.splat(NOTHING);
    for (let o: usize = 0; o < rowBytes; o += 16) most = f32x4.pmax(most, v128.load(scores + o));
    const top = f32x4.splat(maxLane(most));
    let sum = f32x4.splat(0);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const value = exp(f32x4.sub(v128.load(scores + o), top));
      v128.store(scores + o, value);
      sum = f32x4.add(sum, value);
    }
    const factor = f32x4.splat(<f32>1.0 / sumLanes(sum));
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(scores + o, f32x4.mul(v128.load(scores + o), factor));
    }
    scores += rowBytes;
  }
}

/** The gradient to the scores, in place of that to the probabilities p: p (d - sum(d p)), row by row. */
export function softmaxRowsBack(probabilities: usize, d: usize, rows: i32, rowBytes: usize): void {
  for (let i = 0; i < rows; i++) {
    let along = f32x4.splat(0);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      along = madd(v128.load(d + o), v128.load(probabilities + o), along);
    }
    const mean = f32x4.splat(sumLanes(along));
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(d + o, f32x4.mul(v128.load(probabilities + o), f32x4.sub(v128.load(d + o), mean)));
    }
    probabilities += rowBytes;
    d += rowBytes;
  }
}
