// Nearest neighbors by cosine, by looking at all.

export interface NearestOptions {
  /** D */
  readonly width: number;
  /** Rows whose neighbors are wanted. */
  readonly of: Int32Array;
  readonly count: number;
  /** Cosines above this are copies, no neighbors. */
  readonly copiesAbove: number;
}

/**
 * Scales rows to length 1 after taking away their mean; a row without length stays 0.
 *
 * @param weight_N of the rows in the mean
 */
export function toDirections(
  rows_ND: Float32Array,
  width: number,
  weight_N: ArrayLike<number>,
): Float32Array {
  const numRows = rows_ND.length / width;
  const center = new Float64Array(width);
  let total = 0;
  for (let row = 0; row < numRows; row++) total += weight_N[row];
  for (let i = 0; i < rows_ND.length; i++) {
    center[i % width] += (rows_ND[i] * weight_N[Math.floor(i / width)]) / total;
  }
  const directions_ND = new Float32Array(rows_ND.length);
  for (let row = 0; row < numRows; row++) {
    let square = 0;
    for (let d = 0; d < width; d++) square += (rows_ND[row * width + d] - center[d]) ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let d = 0; d < width; d++) {
      directions_ND[row * width + d] = (rows_ND[row * width + d] - center[d]) * scale;
    }
  }
  return directions_ND;
}

/**
 * The nearest other rows of each, nearest first, without itself and without its copies; of a tie the lower row.
 *
 * @param directions_ND of length 1
 * @returns for each row of `of` so many neighbors, -1 where there are fewer
 */
export function nearestRows(
  directions_ND: Float32Array,
  { width, of, count, copiesAbove }: NearestOptions,
): Int32Array {
  const numRows = directions_ND.length / width;
  const nearest = new Int32Array(of.length * count).fill(-1);
  const cosines = new Float64Array(count);
  of.forEach((row, place) => {
    const start = place * count;
    let found = 0;
    for (let other = 0; other < numRows; other++) {
      if (other === row) continue;
      const cosine = dot(directions_ND, row * width, other * width, width);
      if (cosine > copiesAbove || (found === count && cosine <= cosines[count - 1])) continue;
      let at = found < count ? found++ : count - 1;
      for (; at > 0 && cosines[at - 1] < cosine; at--) {
        cosines[at] = cosines[at - 1];
        nearest[start + at] = nearest[start + at - 1];
      }
      cosines[at] = cosine;
      nearest[start + at] = other;
    }
  });
  return nearest;
}

function dot(rows: Float32Array, a: number, b: number, width: number): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += rows[a + d] * rows[b + d];
  return sum;
}
