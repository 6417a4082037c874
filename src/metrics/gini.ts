// Gini coefficient.

/**
 * Gini coefficient: 0 where all have the same, near 1 where one has all.
 *
 *     G = sum_i (2 i - n - 1) x_i / (n sum_i x_i),   x ascending, i = 1..n
 *
 * @param values not negative; those who have nothing count
 * @returns NaN where there is nothing to share
 */
export function gini(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let weighted = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    weighted += (2 * i + 1 - n) * sorted[i];
    total += sorted[i];
  }
  return weighted / (n * total);
}
