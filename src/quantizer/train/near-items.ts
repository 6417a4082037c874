// The nearest items by content of some.
import type { TrueNeighbors } from '../../metrics/prefix-neighbor-recall.ts';
import { multiplyPacked, packMatrix } from '../../nn/packed-matrix.ts';
import { Workbench } from '../../nn/workbench.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { denormalizeRows, toUnitLength } from '../model/normalization.ts';
import type { TrainingItems } from './training-items.ts';

const MOST_QUERIES = 512;

/**
 * The nearest by cosine of embeddings as they are in their file, for at most 512 of the items, the first; what is as near as
 * the k-th is one too.
 *
 * @param items rows of `x_ND`; neighbors are counted within these
 * @param most neighbors of each; fewer where there are not so many items
 */
export function findNearItems(
  { x_ND, width, normalization }: TrainingItems,
  items: Int32Array,
  most: number,
): TrueNeighbors {
  const k = Math.min(most, items.length - 1);
  const numQueries = Math.min(MOST_QUERIES, items.length);
  const bench = new Workbench();
  try {
    const rows_ND = toUnitLength(
      denormalizeRows(gatherRows(x_ND, width, items), normalization),
      width,
    );
    const own_ND = bench.copy('items', rows_ND);
    const packed = packMatrix(bench, 'panels', own_ND, width, { isTransposed: true });
    const cosines_N = bench.scratch.float32('cosines', items.length);
    const query_Q = Int32Array.from({ length: numQueries }, (_, query) => query);
    const near_Q = Array.from(query_Q, (query) => {
      const asking_1D = bench.copy('query', rows_ND.subarray(query * width, (query + 1) * width));
      multiplyPacked(bench, asking_1D, packed, cosines_N);
      cosines_N[query] = -Infinity;
      const least = cosines_N.slice().sort()[items.length - k];
      return Int32Array.from([...cosines_N.keys()].filter((item) => cosines_N[item] >= least));
    });
    return { query_Q, near_Q, k };
  } finally {
    bench.close();
  }
}
