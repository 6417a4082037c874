// Entries in an order of their own.

/** An object's entries by key: two that say the same give the same list. */
export function sortedEntries(values: object): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
