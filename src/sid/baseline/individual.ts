// A row for each item.

/** One row for each item: row = itemIndex (IE of Zheng 2025). A table of N rows, whatever --rows says. */
export function individualRows(numItems: number): Int32Array {
  return Int32Array.from({ length: numItems }, (_, itemIndex) => itemIndex);
}
