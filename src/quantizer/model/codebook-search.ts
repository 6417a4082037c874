// The nearest row of a codebook.
import { filledPanels } from '../../kernels/products/products-layout.ts';
import { packMatrix } from '../../nn/packed-matrix.ts';
import type { Workbench } from '../../nn/workbench.ts';
import { rowSquares } from '../../util/row-squares.ts';
import { codebooksOf } from './quantizer-model.ts';
import type { Codebooks } from './quantizer-model.ts';

/** One level's codebook, made ready to be searched many times; changes of the codebook do not reach it. */
export interface CodebookSearch {
  readonly codebook_KZ: Float32Array;
  /** Z */
  readonly width: number;
  /**
   * For each row the nearest row of the codebook by Euclidean distance; a tie goes to the lower index.
   *
   * @param x_BZ on the workbench
   * @returns code_B in [0, K), valid until the next call
   */
  nearest(x_BZ: Float32Array): Int32Array;
}

/** @param name of its rooms on the workbench; another search of this name makes it void */
export function createCodebookSearch(
  bench: Workbench,
  name: string,
  codebook_KZ: Float32Array,
  width: number,
): CodebookSearch {
  const { kernels, scratch } = bench;
  const { panels_IW, ...sizes } = packMatrix(bench, `${name}.panels`, codebook_KZ, width, {
    isTransposed: true,
  });
  const offsets_W = scratch.float32(`${name}.offsets`, filledPanels(sizes.numColumns));
  offsets_W.fill(-Infinity);
  rowSquares(codebook_KZ, width).forEach((square, k) => (offsets_W[k] = square / -2));
  return {
    codebook_KZ,
    width,
    nearest(x_BZ) {
      const nearest_X = scratch.int32(`${name}.nearest`, x_BZ.length / width);
      kernels.nearestRows({ ...sizes, x_XZ: x_BZ, panels_ZW: panels_IW, offsets_W, nearest_X });
      return nearest_X;
    },
  };
}

/** All levels of a model, coarse first; void when the model's levels are searched anew. */
export function createCodebookSearches(model: Codebooks & { bench: Workbench }): CodebookSearch[] {
  return codebooksOf(model).map((codebook_KZ, level) =>
    createCodebookSearch(model.bench, `level ${level}`, codebook_KZ, model.latentWidth),
  );
}
