// Means over histories.
import { defineLayout } from '../layout/layout.ts';

/** out_BM[b] = mean over t < lengths_B[b] of source_UM[index_BT[b, t]]; zeros for no positions. */
export const MEAN_POOL = defineLayout({
  name: 'MeanPool',
  given: { M: 'width' },
  inferred: { B: 'numExamples', T: 'historyLength' },
  arrays: { source_UM: 'float32', lengths_B: 'int32', index_BT: 'int32', out_BM: 'float32' },
  fours: 'M',
  shared: ['B'],
});

/** The gradient of MEAN_POOL, added: target_UM[index_BT[b, t]] += gradient_BM[b] / lengths_B[b]. */
export const MEAN_POOL_GRADIENT = defineLayout({
  name: 'MeanPoolGradient',
  given: { M: 'width' },
  inferred: { B: 'numExamples', T: 'historyLength' },
  arrays: { target_UM: 'float32', lengths_B: 'int32', index_BT: 'int32', gradient_BM: 'float32' },
  fours: 'M',
  workspace: ({ M }) => M,
});
