// What the largest classes have.

/** Cumulative shares: the first `classes` of all classes, largest first, have `counts` of all counts. */
export interface CurvePoint {
  readonly classes: number;
  readonly counts: number;
}

/**
 * What the largest classes have. A class that is only partly within the share counts for that part, so that
 * the top 1 % of any number of equal classes has 1 %.
 *
 * @param share of the classes, 0 to 1
 * @returns share of all counts; NaN where all are 0
 */
export function topShare(counts: ArrayLike<number>, share: number): number {
  return topOf(cumulative(counts), share);
}

/** The whole curve from (0, 0) to (1, 1); of no classes nothing. @param mostPoints at equal steps, where there are more classes */
export function topCurve(counts: ArrayLike<number>, mostPoints: number): CurvePoint[] {
  if (counts.length === 0) return [];
  const sums = cumulative(counts);
  const steps = Math.min(counts.length, mostPoints - 1);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const classes = step / steps;
    return { classes, counts: topOf(sums, classes) };
  });
}

/** Sums from the largest down; begins with 0. */
function cumulative(counts: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(counts).sort().reverse();
  const sums = new Float64Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) sums[i + 1] = sums[i] + sorted[i];
  return sums;
}

function topOf(sums: Float64Array, share: number): number {
  const last = sums.length - 1;
  const position = Math.min(share, 1) * last;
  const below = Math.floor(position);
  const above = Math.min(below + 1, last);
  const sum = sums[below] + (position - below) * (sums[above] - sums[below]);
  return sum / sums[last];
}
