// Square lengths of rows.

/** |row|^2 of each row, in 64 bits, its terms in their order. @param rows_XI flat row-major, I wide */
export function rowSquares(rows_XI: Float32Array, width: number): Float64Array {
  const square_X = new Float64Array(rows_XI.length / width);
  for (let x = 0, i = 0; x < square_X.length; x++) {
    let square = 0;
    for (const end = i + width; i < end; i++) square += rows_XI[i] * rows_XI[i];
    square_X[x] = square;
  }
  return square_X;
}
