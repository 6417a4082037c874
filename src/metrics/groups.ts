// Items in groups, and what a group has.

/** Items put into groups: by a prefix of their codes, or by a hash. */
export interface Groups {
  /** The group of each item, in [0, numGroups). */
  readonly group_N: Int32Array;
  /** A group may be empty. */
  readonly numGroups: number;
}

/** Values of every item, row-major. */
export interface Tuples {
  readonly values_NJ: Int32Array;
  /** J */
  readonly width: number;
}

/**
 * Groups items by a stretch of their values: two are in one group where all of these are the same. Groups are numbered
 * in the order in which items have them. Exact however long the stretch: a value is joined to the number of those before it.
 *
 * @param length 0: all items are in one group
 */
export function groupByTuple({ values_NJ, width }: Tuples, start = 0, length = width): Groups {
  const group_N = new Int32Array(values_NJ.length / width);
  const numValues = values_NJ.reduce((most, value) => Math.max(most, value), 0) + 1;
  let numGroups = Math.min(1, group_N.length);
  for (let j = start; j < start + length; j++) {
    const keyOf = (item: number): number => group_N[item] * numValues + values_NJ[item * width + j];
    numGroups = numberKeys(keyOf, group_N);
  }
  return { group_N, numGroups };
}

/**
 * Numbers keys in the order in which they come up.
 *
 * @param number_N each place gets the number of its key, asked for just before
 * @returns how many keys there are
 */
export function numberKeys(keyOf: (place: number) => number, number_N: Int32Array): number {
  const numberOf = new Map<number, number>();
  for (let place = 0; place < number_N.length; place++) {
    const key = keyOf(place);
    let number = numberOf.get(key);
    if (number === undefined) {
      number = numberOf.size;
      numberOf.set(key, number);
    }
    number_N[place] = number;
  }
  return numberOf.size;
}

/** Items by their first code, by their first two, ... by all: depth n is at n - 1. */
export function groupByPrefixes(codes: {
  readonly codes_NL: Int32Array;
  readonly levels: number;
}): Groups[] {
  const tuples = { values_NJ: codes.codes_NL, width: codes.levels };
  return Array.from({ length: codes.levels }, (_, i) => groupByTuple(tuples, 0, i + 1));
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

/** Items in the order of their groups. */
export interface ItemsByGroup {
  /** Items of group 0, then of group 1, ...; within a group ascending. */
  readonly items_N: Int32Array;
  /** Where each group begins, and last where all end: numGroups + 1 places. */
  readonly start_G: Int32Array;
}

/** Sorts items by their group, in time and memory that grow with their number alone. */
export function itemsByGroup({ group_N, numGroups }: Groups): ItemsByGroup {
  const start_G = new Int32Array(numGroups + 1);
  for (const group of group_N) start_G[group + 1] += 1;
  for (let group = 0; group < numGroups; group++) start_G[group + 1] += start_G[group];
  const next_G = start_G.slice();
  const items_N = new Int32Array(group_N.length);
  group_N.forEach((group, item) => (items_N[next_G[group]++] = item));
  return { items_N, start_G };
}
