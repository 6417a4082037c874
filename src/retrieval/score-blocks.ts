// Products of some queries with all items, by the tensor engine.
import { tf } from '../engine/tf.ts';
import { COSINE_STEP } from './unit-rows.ts';
import type { UnitRows } from './unit-rows.ts';

/** Scores of queries that follow one another. */
export interface ScoreBlock {
  readonly firstQuery: number;
  readonly numQueries: number;
  /** A row for each query, N scores each; the caller's own. */
  readonly scores: Float32Array;
}

/** Scores in memory at a time. */
const SCORES_PER_BLOCK = 1 << 23;
const MOST_QUERIES = 256;

/** Loads the engine, so that no time of a search is of that. */
export function loadScores(): void {
  tf.scalar(0).dispose();
}

/**
 * Scores in 32-bit arithmetic, whose last digits depend on the engine, on the processor and on where a row stands;
 * `roundingError` bounds what they are off by.
 */
export function* scoreBlocks(items: UnitRows, queries: UnitRows): Generator<ScoreBlock> {
  const { width } = items;
  const numItems = items.rows_ND.length / width;
  const total = queries.rows_ND.length / width;
  const size = Math.max(1, Math.min(MOST_QUERIES, Math.floor(SCORES_PER_BLOCK / numItems)));
  const itemRows = tf.tensor2d(items.rows_ND, [numItems, width]);
  try {
    for (let firstQuery = 0; firstQuery < total; firstQuery += size) {
      const numQueries = Math.min(size, total - firstQuery);
      const rows = queries.rows_ND.subarray(firstQuery * width, (firstQuery + numQueries) * width);
      yield { firstQuery, numQueries, scores: multiply(rows, numQueries, itemRows) };
    }
  } finally {
    itemRows.dispose();
  }
}

/** Not in `tf.tidy`: that looks for tensors among all the scores. */
function multiply(rows: Float32Array, numQueries: number, itemRows: tf.Tensor2D): Float32Array {
  const queryRows = tf.tensor2d(rows, [numQueries, itemRows.shape[1]]);
  const product = tf.matMul(queryRows, itemRows, false, true);
  const scores = product.dataSync() as Float32Array;
  queryRows.dispose();
  product.dispose();
  return scores;
}

/**
 * The most that a score of unit rows is off from their `cosineOf`, in whatever order its products are summed.
 *
 * @see Higham 2002 (Accuracy and Stability of Numerical Algorithms), 3.1
 */
export function roundingError(width: number): number {
  return (width + 4) * 2 ** -24 + COSINE_STEP / 2;
}
