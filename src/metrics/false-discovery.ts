// Many tests at once, where a few false ones among many true ones may be.

/**
 * Benjamini and Hochberg's adjusted p-values: with m tests in the order of their p, smallest first,
 *
 *     p'_(k) = min over j >= k of min(1, m p_(j) / j)
 *
 * Of those with p' below 0.05 one in twenty is expected to be false, where tests are independent or depend on one another
 * positively.
 *
 * @see Benjamini and Hochberg 1995 (Controlling the false discovery rate)
 */
export function falseDiscoveryAdjusted(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[b] - pValues[a]);
  const adjusted = new Array<number>(count);
  let least = 1;
  for (const [above, i] of order.entries()) {
    least = Math.min(least, (count * pValues[i]) / (count - above));
    adjusted[i] = least;
  }
  return adjusted;
}
