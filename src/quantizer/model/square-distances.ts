// Square distances between rows and all vectors of a codebook.
import { multiplyPacked, packMatrix } from '../../nn/packed-matrix.ts';
import type { Workbench } from '../../nn/workbench.ts';
import { rowSquares } from '../../util/row-squares.ts';

/**
 * |x - v|^2 = |x|^2 + |v|^2 - 2 x v.
 *
 * @param codebook_KZ on the workbench; changes of it do not reach what was made
 * @returns a function of rows on the workbench that gives distances_BK, valid until it is called again; void when one is made
 *   for another codebook
 */
export function createSquareDistances(
  bench: Workbench,
  codebook_KZ: Float32Array,
  width: number,
): (x_BZ: Float32Array) => Float32Array {
  const packed = packMatrix(bench, 'distances.panels', codebook_KZ, width, { isTransposed: true });
  const square_K = rowSquares(codebook_KZ, width);
  return (x_BZ) => {
    const square_B = rowSquares(x_BZ, width);
    const distances_BK = bench.scratch.float32('distances', square_B.length * square_K.length);
    multiplyPacked(bench, x_BZ, packed, distances_BK);
    let i = 0;
    for (const square of square_B) {
      for (let k = 0; k < square_K.length; k++, i++) {
        distances_BK[i] = square + square_K[k] - 2 * distances_BK[i];
      }
    }
    return distances_BK;
  };
}
