// Some rows of a flat matrix.

/** Some rows, one after another. @param rows_ND flat row-major, D = width */
export function gatherRows(rows_ND: Float32Array, width: number, chosen: Int32Array): Float32Array {
  const gathered = new Float32Array(chosen.length * width);
  chosen.forEach((row, place) => {
    gathered.set(rows_ND.subarray(row * width, (row + 1) * width), place * width);
  });
  return gathered;
}
