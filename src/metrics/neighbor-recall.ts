// How many of the nearest an approximate search finds.

/**
 * The share of the k nearest that are among the first k found. What is as near as the k-th is as good, so that copies do
 * not count as errors.
 *
 * @param found cosines of what was found, in its order
 * @param nearest cosines of the nearest, nearest first, k at least
 * @param error by which cosines may be off
 */
export function neighborRecall(
  found: ArrayLike<number>,
  nearest: ArrayLike<number>,
  k: number,
  error: number,
): number {
  let right = 0;
  for (let i = 0; i < Math.min(k, found.length); i++) {
    if (found[i] >= nearest[k - 1] - error) right += 1;
  }
  return right / k;
}
