// A codebook's search that uses its codes equally often, for training.
import type { Workbench } from '../../../nn/workbench.ts';
import type { CodebookSearch } from '../../model/codebook-search.ts';
import { createSquareDistances } from '../../model/square-distances.ts';
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
      const distances_BK = createSquareDistances(bench, codebook_KZ, width)(x_BZ);
      return balancedCodes(distances_BK, codebook_KZ.length / width, options);
    },
  };
}
