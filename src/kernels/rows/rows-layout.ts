// Rows of tables: copied, summed, scattered.
import { defineLayout } from '../layout/layout.ts';

/** out_RM[r] = table_HM[rows_R[r]] */
export const GATHER_ROWS = defineLayout({
  name: 'GatherRows',
  given: { M: 'width' },
  inferred: { R: 'numRows' },
  arrays: { table_HM: 'float32', rows_R: 'int32', out_RM: 'float32' },
});

/** table_HM[rows_R[r]] = values_RM[r] */
export const SCATTER_ROWS = defineLayout({
  name: 'ScatterRows',
  given: { M: 'width' },
  inferred: { R: 'numRows' },
  arrays: { table_HM: 'float32', rows_R: 'int32', values_RM: 'float32' },
});

/** out_UM[u] = sum_j source_HM[index_UJ[u, j]]; a negative index counts as nothing. */
export const SUM_ROWS = defineLayout({
  name: 'SumRows',
  given: { M: 'width' },
  inferred: { U: 'numItems', J: 'numTokens' },
  arrays: { source_HM: 'float32', out_UM: 'float32', index_UJ: 'int32' },
  fours: 'M',
  shared: ['U'],
});

/** target_HM[index_UJ[u, j]] += values_UM[u]; a negative index counts as nothing. */
export const ADD_ROWS = defineLayout({
  name: 'AddRows',
  given: { M: 'width' },
  inferred: { U: 'numItems', J: 'numTokens' },
  arrays: { target_HM: 'float32', values_UM: 'float32', index_UJ: 'int32' },
  fours: 'M',
});
