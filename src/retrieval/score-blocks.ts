// Products of some queries with all items, by the kernels.
import { multiplyPacked, packMatrix } from '../nn/packed-matrix.ts';
import { Workbench } from '../nn/workbench.ts';
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
const MOST_QUERIES = 512;
/** Items that lie in the kernels' memory at a time: a catalog may be larger than that. */
const MOST_ITEMS = 1 << 13;

/** Compiles the kernels, so that no time of a search is of that. */
export function loadScores(): void {
  new Workbench().close();
}

/** Scores in 32-bit arithmetic, the same on every processor; `roundingError` bounds what they are off by. */
export function* scoreBlocks(items: UnitRows, queries: UnitRows): Generator<ScoreBlock> {
  const { width } = items;
  const numItems = items.rows_ND.length / width;
  const total = queries.rows_ND.length / width;
  const size = Math.max(1, Math.min(MOST_QUERIES, Math.floor(SCORES_PER_BLOCK / numItems)));
  const bench = new Workbench();
  try {
    for (let firstQuery = 0; firstQuery < total; firstQuery += size) {
      const numQueries = Math.min(size, total - firstQuery);
      const rows = queries.rows_ND.subarray(firstQuery * width, (firstQuery + numQueries) * width);
      yield { firstQuery, numQueries, scores: multiply(bench, rows, items) };
    }
  } finally {
    bench.close();
  }
}

function multiply(
  bench: Workbench,
  rows_QD: Float32Array,
  { rows_ND, width }: UnitRows,
): Float32Array {
  const numItems = rows_ND.length / width;
  const numQueries = rows_QD.length / width;
  const scores = new Float32Array(numQueries * numItems);
  const asking_QD = bench.copy('queries', rows_QD);
  for (let first = 0; first < numItems; first += MOST_ITEMS) {
    const end = Math.min(first + MOST_ITEMS, numItems);
    const own_ND = bench.copy('items', rows_ND.subarray(first * width, end * width));
    const packed = packMatrix(bench, 'panels', own_ND, width, { isTransposed: true });
    const out_QN = bench.scratch.float32('scores', numQueries * (end - first));
    multiplyPacked(bench, asking_QD, packed, out_QN);
    for (let query = 0; query < numQueries; query++) {
      const own = out_QN.subarray(query * (end - first), (query + 1) * (end - first));
      scores.set(own, query * numItems + first);
    }
  }
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
