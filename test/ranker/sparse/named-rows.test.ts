import { expect, test } from 'vitest';
import { nameRows } from '../../../src/ranker/sparse/named-rows.ts';

test('rows that an item names are numbered in their order, the others are left out', () => {
  const itemRows = {
    embed: 'prefix' as const,
    rows_NJ: Int32Array.of(7, 2, 2, 9, 7, 0),
    tokensPerItem: 2,
    numRows: 11,
  };
  const named = nameRows(itemRows);
  expect([...named.row_R]).toEqual([0, 2, 7, 9]);
  expect([...named.rows_NJ]).toEqual([2, 1, 1, 3, 2, 0]);
  expect(named).toMatchObject({ numRows: 4, tokensPerItem: 2, embed: 'prefix' });
  expect(Array.from(named.rows_NJ, (number) => named.row_R[number])).toEqual([...itemRows.rows_NJ]);
});
