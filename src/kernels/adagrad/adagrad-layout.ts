// Adagrad on rows of a table.
import { defineLayout } from '../layout/layout.ts';

/**
 * Adagrad (Duchi 2011) on the R rows that a batch names: a += g^2; w -= rate g / (sqrt(a) + epsilon), where g is the sum
 * of the gradients of those who named the row: gradients_UM[members_N[n]] for n from starts_E[r] to starts_E[r + 1].
 */
export const ADAGRAD = defineLayout({
  name: 'Adagrad',
  given: { M: 'width' },
  inferred: { R: 'numRows' },
  derived: { E: ['numStarts', ({ R }) => R + 1] },
  numbers: ['rate', 'epsilon'],
  arrays: {
    weights_HM: 'float32',
    accumulators_HM: 'float32',
    rows_R: 'int32',
    starts_E: 'int32',
    members_N: 'int32',
    gradients_UM: 'float32',
  },
  fours: 'M',
  shared: ['R'],
});

/** The same with one accumulator a row: a += mean(g^2). */
export const ROW_WISE_ADAGRAD = defineLayout({
  name: 'RowWiseAdagrad',
  given: { M: 'width' },
  inferred: { R: 'numRows' },
  derived: { E: ['numStarts', ({ R }) => R + 1] },
  numbers: ['rate', 'epsilon'],
  arrays: {
    weights_HM: 'float32',
    accumulators_H: 'float32',
    rows_R: 'int32',
    starts_E: 'int32',
    members_N: 'int32',
    gradients_UM: 'float32',
  },
  fours: 'M',
  shared: ['R'],
  workspace: ({ M }) => M,
});
