// Variance within clusters.

/** Variances summed over the columns. */
export interface GroupVariance {
  /** Around the mean of each row's group. */
  readonly within: number;
  /** Around the mean of all rows. */
  readonly total: number;
}

/**
 * Unbiased variances of rows in groups (n - 1 for each group, so that small groups do not look tight).
 * NaN where no group has two rows.
 *
 * @param values row-major, one row for each of `groups`, `width` numbers each
 * @param groups number of each row's group, from 0
 */
export function groupVariance(
  values: Float32Array,
  width: number,
  groups: Int32Array,
): GroupVariance {
  const numGroups = groups.reduce((most, group) => Math.max(most, group), -1) + 1;
  return {
    within: varianceAround(values, width, groups, numGroups),
    total: varianceAround(values, width, new Int32Array(groups.length), 1),
  };
}

function varianceAround(
  values: Float32Array,
  width: number,
  groups: Int32Array,
  numGroups: number,
): number {
  const sizes = new Float64Array(numGroups);
  const means = new Float64Array(numGroups * width);
  groups.forEach((group, row) => {
    sizes[group] += 1;
    for (let w = 0; w < width; w++) {
      const mean = means[group * width + w];
      means[group * width + w] += (values[row * width + w] - mean) / sizes[group];
    }
  });
  let sumOfSquares = 0;
  groups.forEach((group, row) => {
    for (let w = 0; w < width; w++) {
      sumOfSquares += (values[row * width + w] - means[group * width + w]) ** 2;
    }
  });
  const numUsed = sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  return sumOfSquares / (groups.length - numUsed);
}
