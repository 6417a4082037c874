// Adagrad on rows of a table.
import { madd, nmadd } from '../arithmetic/madd.as';
import { addInto, AHEAD, fetchRow, rowAt, V, workspaceOf } from '../arithmetic/row.as';
import { Adagrad, RowWiseAdagrad } from '../blocks.as';

/** @inline */
function adagradValue(w: usize, a: usize, g: v128, rate4: v128, epsilon4: v128): void {
  const sum = madd(g, g, v128.load(a));
  v128.store(a, sum);
  const step = f32x4.div(f32x4.mul(rate4, g), f32x4.add(f32x4.sqrt(sum), epsilon4));
  v128.store(w, f32x4.sub(v128.load(w), step));
}

/** @inline */
function rowWiseAdagradRow(
  w: usize,
  accumulator: usize,
  g: usize,
  width: i32,
  rate: f32,
  epsilon: f32,
): void {
  const widthBytes = (<usize>width) << 2;
  let squares = f32x4.splat(0);
  for (let o: usize = 0; o < widthBytes; o += V) {
    const value = v128.load(g + o);
    squares = madd(value, value, squares);
  }
  const sum =
    f32x4.extract_lane(squares, 0) +
    f32x4.extract_lane(squares, 1) +
    (f32x4.extract_lane(squares, 2) + f32x4.extract_lane(squares, 3));
  const a = load<f32>(accumulator) + sum / <f32>width;
  store<f32>(accumulator, a);
  const rate4 = f32x4.splat(rate / (sqrt<f32>(a) + epsilon));
  for (let o: usize = 0; o < widthBytes; o += V) {
    v128.store(w + o, nmadd(rate4, v128.load(g + o), v128.load(w + o)));
  }
}

export function adagrad(address: usize, begin: i32, end: i32): void {
  const block = changetype<Adagrad>(address);
  const weights = block.weights_HM,
    accumulators = block.accumulators_HM;
  const rows = block.rows_R,
    starts = block.starts_E,
    members = block.members_N,
    gradients = block.gradients_UM;
  const rate4 = f32x4.splat(block.rate);
  const epsilon4 = f32x4.splat(block.epsilon);
  const widthBytes = (<usize>block.width) << 2;
  for (let r = begin; r < end; r++) {
    if ((r - begin) % AHEAD == 0) {
      for (let p = r; p < min(r + AHEAD, end); p++) {
        const row = load<i32>(rows + ((<usize>p) << 2));
        fetchRow(rowAt(weights, row, widthBytes), widthBytes);
        fetchRow(rowAt(accumulators, row, widthBytes), widthBytes);
      }
    }
    const row = load<i32>(rows + ((<usize>r) << 2));
    const w = rowAt(weights, row, widthBytes);
    const a = rowAt(accumulators, row, widthBytes);
    const first = members + ((<usize>load<i32>(starts + ((<usize>r) << 2))) << 2);
    const last = members + ((<usize>load<i32>(starts + ((<usize>r) << 2), 4)) << 2);
    let o: usize = 0;
    // A cache line at a time: its sums stay in registers while the members pass by.
    for (; o + 4 * V <= widthBytes; o += 4 * V) {
      let g0 = f32x4.splat(0),
        g1 = g0,
        g2 = g0,
        g3 = g0;
      for (let p = first; p < last; p += 4) {
        const from = rowAt(gradients, load<i32>(p), widthBytes) + o;
        g0 = f32x4.add(g0, v128.load(from));
        g1 = f32x4.add(g1, v128.load(from, 16));
        g2 = f32x4.add(g2, v128.load(from, 32));
        g3 = f32x4.add(g3, v128.load(from, 48));
      }
      adagradValue(w + o, a + o, g0, rate4, epsilon4);
      adagradValue(w + o + V, a + o + V, g1, rate4, epsilon4);
      adagradValue(w + o + 2 * V, a + o + 2 * V, g2, rate4, epsilon4);
      adagradValue(w + o + 3 * V, a + o + 3 * V, g3, rate4, epsilon4);
    }
    for (; o < widthBytes; o += V) {
      let g = f32x4.splat(0);
      for (let p = first; p < last; p += 4) {
        g = f32x4.add(g, v128.load(rowAt(gradients, load<i32>(p), widthBytes) + o));
      }
      adagradValue(w + o, a + o, g, rate4, epsilon4);
    }
  }
}

export function rowWiseAdagrad(address: usize, begin: i32, end: i32, thread: i32): void {
  const block = changetype<RowWiseAdagrad>(address);
  const scratch = workspaceOf(block.workspace, block.workspaceLength, thread);
  const weights = block.weights_HM,
    accumulators = block.accumulators_H;
  const rows = block.rows_R,
    starts = block.starts_E,
    members = block.members_N,
    gradients = block.gradients_UM;
  const widthBytes = (<usize>block.width) << 2;
  for (let r = begin; r < end; r++) {
    if ((r - begin) % AHEAD == 0) {
      for (let p = r; p < min(r + AHEAD, end); p++) {
        const row = load<i32>(rows + ((<usize>p) << 2));
        fetchRow(rowAt(weights, row, widthBytes), widthBytes);
      }
    }
    const row = load<i32>(rows + ((<usize>r) << 2));
    const first = members + ((<usize>load<i32>(starts + ((<usize>r) << 2))) << 2);
    const last = members + ((<usize>load<i32>(starts + ((<usize>r) << 2), 4)) << 2);
    memory.fill(scratch, 0, widthBytes);
    for (let p = first; p < last; p += 4)
      addInto(scratch, rowAt(gradients, load<i32>(p), widthBytes), widthBytes);
    const a = accumulators + ((<usize>row) << 2);
    rowWiseAdagradRow(
      rowAt(weights, row, widthBytes),
      a,
      scratch,
      block.width,
      block.rate,
      block.epsilon,
    );
  }
}
