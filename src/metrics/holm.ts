// Many tests at once.

/**
 * Holm's adjusted p-values: with m tests in the order of their p, smallest first,
 *
 *     p'_(k) = max over j <= k of min(1, (m - j + 1) p_(j))
 *
 * Rejecting where p' is below 0.05 keeps the chance of a single false rejection among all below 5 %, however the tests
 * depend on one another.
 *
 * @see Holm 1979 (A simple sequentially rejective multiple test procedure)
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [rank, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[i]));
    adjusted[i] = largest;
  }
  return adjusted;
}
