// Sums of what groups of examples have summed.
import { defineLayout } from '../layout/layout.ts';

/** Floats that are summed at a time: a few cache lines. */
const SPAN = 64;
const SPANS_PER_CHUNK = 32;

/** out_P[p] = sum_g sums_GP[g, p], in the order of the groups: the same bits for any number of threads. */
export const SUM_GROUPS = defineLayout({
  name: 'SumGroups',
  given: {},
  inferred: { P: 'length', G: 'numGroups' },
  derived: {
    L: ['spanLength', () => SPAN],
    C: ['numSpans', ({ P }) => Math.ceil(P / SPAN)],
  },
  arrays: { out_P: 'float32', sums_GP: 'float32' },
  fours: 'P',
  shared: ['C', SPANS_PER_CHUNK],
});
