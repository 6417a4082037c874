// One column of a matrix.

/** @param rows_XI flat row-major, I wide */
export function columnOf(rows_XI: Float32Array, width: number, column: number): Float32Array {
  const column_X = new Float32Array(rows_XI.length / width);
  for (let x = 0; x < column_X.length; x++) column_X[x] = rows_XI[x * width + column];
  return column_X;
}
