// What an attention block takes, keeps and gives.
import { EXAMPLES_PER_GROUP, filledUp, numGroups } from '../example-groups.ts';
import { defineLayout } from '../layout/layout.ts';
import type { BlockOf } from '../layout/layout.ts';

/**
 * One attention block over the clicks of a batch, and the means of its outputs (Zheng 2025, section 3). An example
 * with clicks x_1 .. x_n and LN^ the layer normalization without scale and shift:
 *
 *     queries = LN^(X) scores + scoreBias                 or, with seeds, queries = scores
 *     A = softmax(queries LN^(X)^T);   X1 = A LN^(X) value + residual + X   or, with seeds, + residual
 *     pooledHidden = mean of relu(LN^(X1) weight1 + bias1)
 *     history = pooledHidden weight2 + bias2 + mean of X1;   zeros without clicks
 *
 * Clicks are item + age + position vectors, positions counted back from the newest.
 */
export const ATTENTION = defineLayout({
  name: 'Attention',
  given: {
    B: 'numExamples',
    T: 'historyLength',
    M: 'width',
    F: 'hidden',
    /** 0: the clicks attend to one another. */
    S: 'numSeeds',
    A: 'numAges',
  },
  derived: {
    E: ['groupSize', () => EXAMPLES_PER_GROUP],
    G: ['numGroups', ({ B }) => numGroups(B)],
    L: ['numPositions', ({ T }) => Math.max(1, T)],
    /** Most rows of keys and of queries that an example has. */
    K: ['mostKeys', ({ T }) => filledUp(T)],
    Q: ['mostQueries', ({ S, K }) => S || K],
    /** Queries that are kept: seeds are the same for all examples. */
    W: ['keptQueries', ({ S, K }) => (S > 0 ? 0 : K)],
    X: ['scoreRows', ({ S, M }) => S || M],
    R: ['residualRows', ({ S }) => S || 1],
    C: ['signBytes', ({ F }) => F / 4],
  },
  sums: [
    'scores_XM',
    'scoreBias_M',
    'value_MM',
    'residual_RM',
    'weight1_MF',
    'bias1_F',
    'ageVectors_AM',
    'positionVectors_LM',
    'weight2_FM',
    'bias2_M',
  ],
  arrays: {
    items_UM: 'float32',
    /** Rows of the items, oldest click first; the first lengths_B[b] of a row count. */
    index_BT: 'int32',
    lengths_B: 'int32',
    /** Milliseconds */
    ages_BT: 'float32',
    ageVectors_AM: 'float32',
    /** Row 0 is the newest click's. */
    positionVectors_LM: 'float32',

    /** M x M, or the S x M queries. */
    scores_XM: 'float32',
    scoresTransposed_MX: 'float32',
    scoreBias_M: 'float32',
    value_MM: 'float32',
    valueTransposed_MM: 'float32',
    residual_RM: 'float32',
    weight1_MF: 'float32',
    weight1Transposed_FM: 'float32',
    bias1_F: 'float32',
    weight2_FM: 'float32',
    weight2Transposed_MF: 'float32',
    bias2_M: 'float32',

    /** Kept for the way back: LN^(X), 1 / deviation, queries, A, A LN^(X), LN^(X1), 1 / deviation. */
    units1_BKM: 'float32',
    inverses1_BK: 'float32',
    queries_BWM: 'float32',
    /** An example's matrix lies at the beginning of its part, rows as long as its clicks filled up to four. */
    attention_BQK: 'float32',
    mixed_BQM: 'float32',
    units2_BQM: 'float32',
    inverses2_BQ: 'float32',
    /** Which values of the hidden layer are above 0: a byte for four. */
    signs_BQC: 'uint8',
    pooledHidden_BF: 'float32',

    history_BM: 'float32',
    /** Given, for the way back. */
    dHistory_BM: 'float32',
    /** Space for the way back. */
    dPooledHidden_BF: 'float32',
    /** Behind the end of a history it is left as it was. */
    dClicks_BTM: 'float32',
    sums_GP: 'float32',
  },
  fours: 'MFS',
  shared: ['G', 1],
  // One example at a time: its rows, its scores, and rows of the hidden layer 16 floats apart.
  workspace: ({ M, F, K, Q }) => (3 * K + 4 * Q + 3) * M + Q * K + (Q + M + 1) * (F + 16),
});
export type AttentionBlock = BlockOf<typeof ATTENTION>;
