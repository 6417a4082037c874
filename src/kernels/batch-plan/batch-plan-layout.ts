// A batch's distinct items and rows, numbered and grouped.
import { defineLayout } from '../layout/layout.ts';

/**
 * Replaces values by their numbers: the distinct ones in the order in which they first come, from `count` on. Of row n
 * the first lengths_N[n] values count, all where there are no lengths.
 *
 * `slots_P4` is an open-addressing hash table (round, value, number, nothing) that is empty when its round changes;
 * `distinct_D` lists the values by number.
 */
export const NUMBER_DISTINCT = defineLayout({
  name: 'NumberDistinct',
  given: { N: 'numLists', C: 'count', R: 'round' },
  inferred: { T: 'listLength', P: 'numSlots' },
  arrays: {
    lengths_N: 'int32?',
    values_NT: 'int32',
    slots_P4: 'int32',
    distinct_D: 'int32',
  },
  assert({ N, T, C, P, D }) {
    if (!Number.isInteger(Math.log2(P))) throw new Error(`${P} slots are no power of two`);
    const most = Math.min(D, P - 1);
    if (C + N * T > most) throw new Error(`${C} + ${N * T} values where ${most} have room`);
  },
});

/**
 * Which items name a row, in order (a counting sort): those of row r stand in members_N from starts_E[r] to
 * starts_E[r + 1]. Rows are numbers below E - 1.
 */
export const GROUP_BY_ROW = defineLayout({
  name: 'GroupByRow',
  given: { J: 'numTokens' },
  inferred: { U: 'numItems', E: 'numStarts' },
  derived: { N: ['numMembers', ({ U, J }) => U * J] },
  arrays: { rowNumbers_UJ: 'int32', starts_E: 'int32', members_N: 'int32' },
});
