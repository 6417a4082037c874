// Vectors of leaves, to the same spread over items in every world.

/**
 * Moves and scales vectors of leaves so that over items, which are in leaves of unequal share, every column has mean 0 and
 * the columns have variance 1 on average. As drawn, variance over items is below 1 by what the few large clusters share, and
 * another in each world.
 *
 * @param vectors_CW one row for each leaf, changed in place
 * @param shares of the items, of any sum, by leaf
 */
export function standardizeOverItems(vectors_CW: Float32Array, shares: Float64Array): void {
  const width = vectors_CW.length / shares.length;
  const total = shares.reduce((sum, share) => sum + share, 0);
  let variance = 0;
  for (let w = 0; w < width; w++) {
    const over = (of: (value: number) => number): number =>
      shares.reduce((sum, share, leaf) => sum + share * of(vectors_CW[leaf * width + w]), 0) /
      total;
    const mean = over((value) => value);
    variance += over((value) => (value - mean) ** 2) / width;
    for (let leaf = 0; leaf < shares.length; leaf++) vectors_CW[leaf * width + w] -= mean;
  }
  if (variance === 0) return;
  const scale = 1 / Math.sqrt(variance);
  vectors_CW.forEach((value, i) => {
    vectors_CW[i] = scale * value;
  });
}
