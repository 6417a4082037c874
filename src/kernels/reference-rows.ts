// Rows of numbers for the reference kernels, in 64-bit arithmetic.

export type Row = readonly number[];
export type Rows = readonly Row[];

/** A copy of rows of an array; all, or `count` from row `first` on. */
export function rowsOf(
  values: ArrayLike<number>,
  width: number,
  first = 0,
  count = values.length / width - first,
): number[][] {
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: width }, (_, m) => values[(first + i) * width + m]),
  );
}

export function dot(a: Row, b: Row): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** a b */
export function times(a: Rows, b: Rows): number[][] {
  const columns = flip(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
}

/** The transpose. */
export function flip(a: Rows): number[][] {
  return (a.length === 0 ? [] : a[0]).map((_, m) => a.map((row) => row[m]));
}

export function plus(a: Row, b: Row): number[] {
  return a.map((value, i) => value + b[i]);
}

/** Adds rows, one behind the other, to an array from a place on. */
export function addTo(target: Float32Array, at: number, rows: Rows): void {
  rows.flat().forEach((value, i) => (target[at + i] += value));
}

/** The bucket of an age: floor(log2(ms)), between 0 and the last bucket. */
export function ageBucket(ms: number, numAges: number): number {
  return Math.max(0, Math.min(numAges - 1, Math.floor(Math.log2(ms))));
}
