// Gather, sum, scatter rows.
import { addInto, AHEAD, fetchRow, rowAt } from './row';

/** out[i] = table[rows[i]] */
export function gatherRows(table: usize, rows: usize, out: usize, n: i32, width: i32): void {
  const widthBytes = (<usize>width) << 2;
  for (let i = 0; i < n; i++) {
    memory.copy(
      rowAt(out, i, widthBytes),
      rowAt(table, load<i32>(rows + ((<usize>i) << 2)), widthBytes),
      widthBytes,
    );
  }
}

/** table[rows[i]] = values[i] */
export function scatterRows(table: usize, rows: usize, values: usize, n: i32, width: i32): void {
  const widthBytes = (<usize>width) << 2;
  for (let i = 0; i < n; i++) {
    memory.copy(
      rowAt(table, load<i32>(rows + ((<usize>i) << 2)), widthBytes),
      rowAt(values, i, widthBytes),
      widthBytes,
    );
  }
}

/** out[i] = sum_j source[index[i, j]]; a negative index counts as nothing. */
export function sumRows(
  source: usize,
  index: usize,
  out: usize,
  begin: i32,
  end: i32,
  j: i32,
  width: i32,
): void {
  const widthBytes = (<usize>width) << 2;
  for (let i = begin; i < end; i++) {
    if ((i - begin) % AHEAD == 0) {
      const last = index + ((<usize>min(i + AHEAD, end) * <usize>j) << 2);
      for (let p = index + ((<usize>i * <usize>j) << 2); p < last; p += 4) {
        const row = load<i32>(p);
        if (row >= 0) fetchRow(rowAt(source, row, widthBytes), widthBytes);
      }
    }
    const to = rowAt(out, i, widthBytes);
    memory.fill(to, 0, widthBytes);
    const first = index + ((<usize>i * <usize>j) << 2);
    for (let k = 0; k < j; k++) {
      const row = load<i32>(first + ((<usize>k) << 2));
      if (row >= 0) addInto(to, rowAt(source, row, widthBytes), widthBytes);
    }
  }
}

/** target[index[i, j]] += values[i]; a negative index counts as nothing. */
export function addRows(
  target: usize,
  index: usize,
  values: usize,
  n: i32,
  j: i32,
  width: i32,
): void {
  const widthBytes = (<usize>width) << 2;
  for (let i = 0; i < n; i++) {
    const from = rowAt(values, i, widthBytes);
    const first = index + ((<usize>i * <usize>j) << 2);
    for (let k = 0; k < j; k++) {
      const row = load<i32>(first + ((<usize>k) << 2));
      if (row >= 0) addInto(rowAt(target, row, widthBytes), from, widthBytes);
    }
  }
}
