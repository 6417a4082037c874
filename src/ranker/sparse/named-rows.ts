// A large table without the rows that no item names.
import type { ItemRows } from '../../sid/item-rows.ts';

/** A table without the rows that no item names: they could never be read. */
export interface NamedRows extends ItemRows {
  /** The rows of the table by their new numbers, ascending. */
  readonly row_R: Int32Array;
}

/**
 * Numbers the rows that some item names anew, in their order. A table of 50 million rows then takes the memory, and
 * has the reach, of what N items with J tokens each can name.
 */
export function nameRows(itemRows: ItemRows): NamedRows {
  const { rows_NJ, numRows: H } = itemRows;
  const number_H = new Int32Array(H);
  for (const row of rows_NJ) number_H[row] = 1;
  let count = 0;
  for (let row = 0; row < H; row++) count += number_H[row];
  const row_R = new Int32Array(count);
  let number = 0;
  for (let row = 0; row < H; row++) {
    if (number_H[row] === 0) continue;
    row_R[number] = row;
    number_H[row] = number++;
  }
  const numbers_NJ = rows_NJ.map((row) => number_H[row]);
  return { ...itemRows, rows_NJ: numbers_NJ, numRows: count, row_R };
}
