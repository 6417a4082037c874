// A data set's own ids.

/**
 * A data set's own ids, as they came: whole numbers (below 2^53) or strings. The position in the list is
 * the index (`itemIndex`, `userIndex`) that everything else uses.
 */
export type Ids = Float64Array | readonly string[];

/** The id at a position, for messages and output. */
export function idAt(ids: Ids, index: number): number | string {
  return ids[index];
}

/** id -> index. */
export function indexOfIds(ids: Ids): Map<number | string, number> {
  const index = new Map<number | string, number>();
  for (let i = 0; i < ids.length; i++) index.set(ids[i], i);
  return index;
}
