// Items in groups, and what a group has.

/** Items put into groups: by a prefix of their codes, or by a hash. */
export interface Groups {
  /** The group of each item, in [0, numGroups). */
  readonly group_N: Int32Array;
  /** A group may be empty. */
  readonly numGroups: number;
}

/** What a group's items have together. @param weight_N 1 for each item where not given */
export function sumByGroup(
  { group_N, numGroups }: Groups,
  weight_N?: ArrayLike<number>,
): Float64Array {
  const sum_G = new Float64Array(numGroups);
  for (let item = 0; item < group_N.length; item++) sum_G[group_N[item]] += weight_N?.[item] ?? 1;
  return sum_G;
}
