// A scalar quantizer fitted to numbers.

const MOST_ROUNDS = 100;

/**
 * So many values that stand for numbers with little square error: k-means on the line, from quantiles (Lloyd 1982, Max 1960).
 * A value that is nearest to no number stays where it was.
 *
 * @param numbers one or more; stay as they are
 * @returns values, ascending
 */
export function lloydMax(numbers: Float32Array, numValues: number): Float32Array {
  const sorted = numbers.slice().sort();
  const sums = new Float64Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) sums[i + 1] = sums[i] + sorted[i];
  const mean = (from: number, to: number): number => (sums[to] - sums[from]) / (to - from);
  const values = new Float32Array(numValues);
  for (let k = 0; k < numValues; k++) {
    const from = Math.floor((k * sorted.length) / numValues);
    values[k] = mean(from, Math.max(from + 1, Math.floor(((k + 1) * sorted.length) / numValues)));
  }
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = values.slice();
    let from = 0;
    for (let k = 0; k < numValues; k++) {
      const border = k + 1 < numValues ? (before[k] + before[k + 1]) / 2 : Infinity;
      const to = firstAbove(sorted, border);
      if (to > from) values[k] = mean(from, to);
      from = Math.max(from, to);
    }
    if (values.every((value, k) => value === before[k])) break;
  }
  return values;
}

/** How many of ascending numbers are at most `border`. */
function firstAbove(sorted: Float32Array, border: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= border) low = middle + 1;
    else high = middle;
  }
  return low;
}
