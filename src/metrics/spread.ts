// How far rows lie from their mean.

/**
 * Sum of squared distances to the mean.
 *
 * @param rows_ND flat row-major
 * @param items rows that count; all where not given
 */
export function spreadOf(
  rows_ND: Float32Array,
  width: number,
  items: Int32Array = Int32Array.from({ length: rows_ND.length / width }, (_, item) => item),
): number {
  if (items.length < 2) return 0;
  const mean_D = new Float64Array(width);
  for (const item of items) {
    for (let d = 0; d < width; d++) mean_D[d] += rows_ND[item * width + d];
  }
  for (let d = 0; d < width; d++) mean_D[d] /= items.length;
  let sum = 0;
  for (const item of items) {
    for (let d = 0; d < width; d++) sum += (rows_ND[item * width + d] - mean_D[d]) ** 2;
  }
  return sum;
}
