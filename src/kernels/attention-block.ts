// What an attention block takes, keeps and gives.
import { filledUp } from './example-groups.ts';

/**
 * One attention block over the clicks of a batch, and the means of its outputs (Zheng 2025, section 3). An example
 * with clicks x_1 .. x_n and LN^ the layer normalization without scale and shift:
 *
 *     queries = LN^(X) scores + scoreBias                 or, with seeds, queries = scores
 *     A = softmax(queries LN^(X)^T);   X1 = A LN^(X) value + residual + X   or, with seeds, + residual
 *     pooledHidden = mean of relu(LN^(X1) weight1 + bias1)
 *     history = pooledHidden weight2 + bias2 + mean of X1
 *
 * Letters: B examples, T positions, M width, F hidden width, S seeds, Q queries (S, or the clicks).
 * All arrays lie in the kernels' memory. Widths, F and S are multiples of 4.
 * B x F and B x M arrays have room for one more example.
 */
export interface AttentionBlock {
  readonly numExamples: number;
  readonly historyLength: number;
  readonly width: number;
  readonly hidden: number;
  /** S; 0: the clicks attend to one another. */
  readonly numSeeds: number;
  readonly numAges: number;
  /** Examples whose gradients to the weights are summed together. */
  readonly groupSize: number;

  readonly items: Float32Array;
  /** Rows of `items`, B x T, oldest click first; the first `lengths[b]` of a row count. */
  readonly index: Int32Array;
  readonly lengths: Int32Array;
  /** Milliseconds, B x T */
  readonly ages: Float32Array;
  readonly ageVectors: Float32Array;
  /** T x M; row 0 is the newest click's. */
  readonly positionVectors: Float32Array;

  /** M x M, or the S x M queries; `...Back` are the transposes. */
  readonly scores: Float32Array;
  readonly scoresBack: Float32Array;
  readonly scoreBias: Float32Array;
  readonly value: Float32Array;
  readonly valueBack: Float32Array;
  /** M, or S x M */
  readonly residual: Float32Array;
  readonly weight1: Float32Array;
  readonly weight1Back: Float32Array;
  readonly bias1: Float32Array;
  readonly weight2: Float32Array;
  readonly weight2Back: Float32Array;
  readonly bias2: Float32Array;

  /** What `attend` keeps for `attendBack`; lengths by `keptLengths`. */
  readonly kept: Readonly<Record<KeptName, Float32Array>>;
  /** B x F and B x M; zeros without clicks. */
  readonly pooledHidden: Float32Array;
  readonly history: Float32Array;

  /** B x M, given. */
  readonly dHistory: Float32Array;
  /** B x F, work space. */
  readonly dPooledHidden: Float32Array;
  /** B x T x M; behind the end of a history it is left as it was. */
  readonly dClicks: Float32Array;
  /** For each group the gradients of `sumShapes`, one behind the other. */
  readonly sums: Float32Array;
}

type KeptName =
  'units1' | 'inverses1' | 'queries' | 'attention' | 'mixed' | 'units2' | 'inverses2' | 'signs';

type SumName =
  | 'scores'
  | 'scoreBias'
  | 'value'
  | 'residual'
  | 'weight1'
  | 'bias1'
  | 'ages'
  | 'positions'
  | 'weight2'
  | 'bias2';

export type AttentionSizes = Pick<
  AttentionBlock,
  'historyLength' | 'width' | 'hidden' | 'numSeeds' | 'numAges'
>;

/** The gradients that a group sums, in order, with their shapes. */
export function sumShapes(sizes: AttentionSizes): Record<SumName, readonly number[]> {
  const { historyLength: T, width: M, hidden: F, numSeeds: S, numAges } = sizes;
  return {
    scores: [S || M, M],
    scoreBias: [M],
    value: [M, M],
    residual: S > 0 ? [S, M] : [M],
    weight1: [M, F],
    bias1: [F],
    ages: [numAges, M],
    positions: [Math.max(1, T), M],
    weight2: [F, M],
    bias2: [M],
  };
}

/** Floats of one group's sums. */
export function sumsLength(sizes: AttentionSizes): number {
  return Object.values(sumShapes(sizes)).reduce((sum, shape) => sum + product(shape), 0);
}

/** Floats that are kept of each example. */
export function keptLengths(sizes: AttentionSizes): Record<KeptName, number> {
  const { width: M, hidden: F } = sizes;
  const { keys, queries } = rowsOf(sizes);
  return {
    units1: keys * M,
    inverses1: keys,
    queries: sizes.numSeeds > 0 ? 0 : queries * M,
    attention: queries * keys,
    mixed: queries * M,
    units2: queries * M,
    inverses2: queries,
    signs: (queries * F) / 16, // a byte for four values
  };
}

/** Most rows of keys and of queries that an example has: clicks are filled up to a multiple of 4. */
function rowsOf({ historyLength, numSeeds }: AttentionSizes): { keys: number; queries: number } {
  const keys = filledUp(historyLength);
  return { keys, queries: numSeeds > 0 ? numSeeds : keys };
}

/** Floats that a thread needs for one example at a time (assembly/attention: attend, forward, backward). */
export function roomLength(sizes: AttentionSizes): number {
  const { width: M, hidden: F } = sizes;
  const { keys, queries } = rowsOf(sizes);
  const spreadRows = queries + M + 1; // of the hidden layer, 16 floats apart
  return (3 * keys + 4 * queries + 3) * M + queries * keys + spreadRows * (F + 16);
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}
