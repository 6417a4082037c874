// A number, or from where to where.

/**
 * The number that all have, or the least and the greatest.
 *
 * @example rangeText([5, 9, 7], String) // "5 to 9"
 */
export function rangeText(values: readonly number[], toText: (value: number) => string): string {
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  return least === greatest ? toText(least) : `${toText(least)} to ${toText(greatest)}`;
}
