// The table rows of every item, under a category.
import { hashString } from '../util/hash.ts';
import { randomHashRows } from './random-hash.ts';

/** A category's table as the items see it. */
export interface CategoryRows {
  readonly name: string;
  /** The row of each item's value, in [0, numRows). */
  readonly rows_N: Int32Array;
  readonly numRows: number;
}

/**
 * A seeded hash of each item's value, modulo the rows: each category has hashes of its own. Having no value, the empty text,
 * counts as a value.
 */
export function categoryRows(
  { name, value_N }: { readonly name: string; readonly value_N: readonly string[] },
  numRows: number,
  seed: number,
): CategoryRows {
  return { name, rows_N: randomHashRows([...value_N], numRows, hashString(name, seed)), numRows };
}
