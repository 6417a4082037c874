// Some rows of a flat matrix.

/** Some rows, one after another. @param rows_NW flat row-major, W = width */
export function gatherRows<T extends Float32Array | Int32Array>(
  rows_NW: T,
  width: number,
  chosen: ArrayLike<number>,
): T {
  const arrayType = rows_NW.constructor as new (length: number) => T;
  const gathered = new arrayType(chosen.length * width);
  for (let place = 0; place < chosen.length; place++) {
    const start = chosen[place] * width;
    gathered.set(rows_NW.subarray(start, start + width), place * width);
  }
  return gathered;
}
