import { expect, test } from 'vitest';
import { countSharedRows, measureRowUsage } from '../../src/metrics/row-usage.ts';

/**
 * Three items of two positions in a table of 9 rows. Row 0: token 0 of the first two items, and by accident
 * token 5 of the third one's other position. Row 1: tokens 3 and 1, also of both positions. Row 8: token 4.
 */
const lookups = {
  rows_NJ: Int32Array.of(0, 1, 0, 8, 1, 0),
  token_NJ: Int32Array.of(0, 3, 0, 4, 1, 5),
  tokensPerItem: 2,
  numRows: 9,
};

test('row usage by hand', () => {
  expect(measureRowUsage(lookups)).toEqual({
    tokens: 5,
    rowsUsed: 3,
    itemsPerRow: (3 + 2 + 1) / 3,
    mostItemsPerRow: 3,
    busiest: 3 / 6,
    clashing: 5 / 6,
    accidental: 5 / 6,
    semantic: 2 / 6,
    identical: 2 / 3,
    identicalByAccident: 2 / 3,
  });
});

test('by impressions 1, 3, 0: the third item clashes with nothing', () => {
  expect(measureRowUsage(lookups, [1, 3, 0])).toEqual({
    tokens: 3,
    rowsUsed: 3,
    itemsPerRow: (2 + 1 + 1) / 3,
    mostItemsPerRow: 2,
    busiest: 4 / 8,
    clashing: 0,
    accidental: 0,
    semantic: 4 / 8,
    identical: 0,
    identicalByAccident: 0,
  });
});

test('items of the same tokens are identical by meaning, not by accident', () => {
  const same = {
    rows_NJ: Int32Array.of(4, 2, 4, 2, 4, 3),
    token_NJ: Int32Array.of(0, 1, 0, 1, 0, 2),
    tokensPerItem: 2,
    numRows: 5,
  };
  expect(measureRowUsage(same)).toMatchObject({
    accidental: 0,
    clashing: 0,
    semantic: 5 / 6,
    identical: 2 / 3,
    identicalByAccident: 0,
  });
});

test('an item that looks up one row twice counts once there', () => {
  const twice = { ...lookups, rows_NJ: Int32Array.of(3, 3), token_NJ: Int32Array.of(0, 1) };
  expect(measureRowUsage(twice)).toMatchObject({ mostItemsPerRow: 1, busiest: 1, clashing: 1 });
});

test('rows that two positions both use', () => {
  expect(countSharedRows(lookups)).toEqual([
    [2, 2],
    [2, 3],
  ]);
});
