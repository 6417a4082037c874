// Some rows of a flat matrix.

/** Some rows, one after another. @param rows_NW flat row-major, W = width */
export function gatherRows<T extends Float32Array | Int32Array>(
  rows_NW: T,
  width: number,
  chosen: Int32Array,
): T {
  const arrayType = rows_NW.constructor as new (length: number) => T;
  const gathered = new arrayType(chosen.length * width);
  chosen.forEach((row, place) => {
    gathered.set(rows_NW.subarray(row * width, (row + 1) * width), place * width);
  });
  return gathered;
}
