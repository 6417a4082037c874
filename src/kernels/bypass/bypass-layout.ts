// What Bypass takes, keeps and gives.
import { EXAMPLES_PER_GROUP, numGroups } from '../example-groups.ts';
import { defineLayout } from '../layout/layout.ts';
import type { BlockOf } from '../layout/layout.ts';

/**
 * The Bypass history module of a batch (Zheng 2025, section 3), with the map behind the mean, which is the same:
 *
 *     clicks_b = mean_t item_bt + shares_b ageVectors;   history_b = clicks_b W
 *
 * where shares_b says how the example's clicks spread over the age buckets.
 */
export const BYPASS = defineLayout({
  name: 'Bypass',
  given: { B: 'numExamples', T: 'historyLength', M: 'width', A: 'numAges' },
  derived: {
    E: ['groupSize', () => EXAMPLES_PER_GROUP],
    G: ['numGroups', ({ B }) => numGroups(B)],
  },
  sums: ['weight_MM', 'ageVectors_AM'],
  arrays: {
    items_UM: 'float32',
    /** Rows of the items; the first lengths_B[b] of a row count. */
    index_BT: 'int32',
    lengths_B: 'int32',
    /** Milliseconds */
    ages_BT: 'float32',
    ageVectors_AM: 'float32',
    weight_MM: 'float32',
    weightTransposed_MM: 'float32',
    /** Kept for the way back. Within a group the examples with clicks lie side by side; this says which they are. */
    examples_B: 'int32',
    shares_BA: 'float32',
    clicks_BM: 'float32',
    /** The way back writes over it. */
    history_BM: 'float32',
    /** Given, for the way back. */
    dHistory_BM: 'float32',
    /** Rows of users without clicks hold anything. */
    dClicks_BM: 'float32',
    sums_GP: 'float32',
  },
  fours: 'MA',
  shared: ['G', 1],
});
export type BypassBlock = BlockOf<typeof BYPASS>;
