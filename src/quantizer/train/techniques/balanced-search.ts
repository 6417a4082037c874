// A codebook's search that uses its codes equally often, for training.
import { multiplyPacked, packMatrix } from '../../../nn/packed-matrix.ts';
import type { Workbench } from '../../../nn/workbench.ts';
import type { CodebookSearch } from '../../model/codebook-search.ts';
import { balancedCodes } from './balanced-codes.ts';
import type { BalanceOptions } from './balanced-codes.ts';

/** `nearest` gives balanced codes of the batch instead of the nearest: an item's code depends on the others. */
export function balanceSearch(
  bench: Workbench,
  search: CodebookSearch,
  options: BalanceOptions,
): CodebookSearch {
  const { codebook_KZ, width } = search;
  return {
    ...search,
    nearest(x_BZ) {
      const numCodes = codebook_KZ.length / width;
      const numRows = x_BZ.length / width;
      const packed = packMatrix(bench, 'panels', codebook_KZ, width, { isTransposed: true });
      const distances_BK = bench.scratch.float32('distances', numRows * numCodes);
      multiplyPacked(bench, x_BZ, packed, distances_BK);
      const squares_K = squaresOf(codebook_KZ, width);
      const squares_B = squaresOf(x_BZ, width);
      for (let b = 0; b < numRows; b++) {
        for (let k = 0; k < numCodes; k++) {
          const i = b * numCodes + k;
          distances_BK[i] = squares_B[b] + squares_K[k] - 2 * distances_BK[i];
        }
      }
      return balancedCodes(distances_BK, numCodes, options);
    },
  };
}

/** |row|^2 of each row. */
function squaresOf(rows: Float32Array, width: number): Float64Array {
  const squares = new Float64Array(rows.length / width);
  for (let row = 0; row < squares.length; row++) {
    for (let i = row * width; i < (row + 1) * width; i++) squares[row] += rows[i] * rows[i];
  }
  return squares;
}
