// A codebook whose rows are all combinations of a few values along each axis.

/**
 * The rows of a product of scalar quantizers, in the order of their digits: the last axis goes round fastest. The nearest row
 * of a point has the nearest value along each axis.
 *
 * @param values_Z the values along each axis; K is the product of how many there are
 * @returns codebook_KZ, flat row-major
 */
export function productCodebook(values_Z: readonly Float32Array[]): Float32Array {
  const width = values_Z.length;
  const size = values_Z.reduce((product, values) => product * values.length, 1);
  const codebook_KZ = new Float32Array(size * width);
  let repeats = size;
  values_Z.forEach((values, z) => {
    repeats /= values.length;
    for (let row = 0; row < size; row++) {
      codebook_KZ[row * width + z] = values[Math.floor(row / repeats) % values.length];
    }
  });
  return codebook_KZ;
}

/** Takes from each coordinate of each point the nearest of the values along its axis. */
export function subtractNearestValues(
  points_NZ: Float32Array,
  values_Z: readonly Float32Array[],
): void {
  const width = values_Z.length;
  for (let i = 0; i < points_NZ.length; i++) {
    const values = values_Z[i % width];
    points_NZ[i] -= values[nearestValue(values, points_NZ[i])];
  }
}

/** Index of the nearest value; a tie goes to the lower index. */
export function nearestValue(values: Float32Array, x: number): number {
  let nearest = 0;
  for (let k = 1; k < values.length; k++) {
    if (Math.abs(x - values[k]) < Math.abs(x - values[nearest])) nearest = k;
  }
  return nearest;
}
