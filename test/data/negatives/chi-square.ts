/** Pearson's statistic; its mean is the number of cells less one. */
export function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, i) => {
    return expected[i] === 0 ? sum : sum + (count - expected[i]) ** 2 / expected[i];
  }, 0);
}
