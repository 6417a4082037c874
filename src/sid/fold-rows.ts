// Shift by position, mod H.
import { setting, UserError } from '../util/errors.ts';
import { mixedRadixMod, radixMod } from './mixed-radix.ts';

/** A token: the n-gram of the codes at levels start, start + 1, ... (zero-based). */
export interface Ngram {
  readonly start: number;
  readonly length: number;
}

/** Codes of all items. */
export interface Codes {
  /** Coarse to fine, each below its level's size. */
  readonly codes_NL: Int32Array;
  /** L */
  readonly levels: number;
  /** K_l: codes of each level, L of them. */
  readonly codebookSizes: readonly number[];
}

/** Rows of a table that the n-grams of all items share. */
export interface FoldedRows {
  readonly rows_NJ: Int32Array;
  readonly numRows: number;
}

/**
 * Turns each item's n-grams into rows of one table of at most `maxRows` rows:
 *
 *     row_j = (R_0 + ... + R_(j-1)  +  mixed-radix number of n-gram j)  mod H
 *
 * R_j is how many such numbers there are: the product of the sizes of its levels, K^n where all have K codes. The sum in
 * front is the shift that keeps tokens of different positions apart. Where all tokens fit, the table has just their
 * number of rows and nothing is folded.
 *
 * @param ngrams J of them
 * @throws UserError if maxRows * K_l passes 2^53, beyond which the arithmetic is not exact
 * @see Zheng 2025 (arXiv 2504.02137), Table 1
 */
export function foldRows(codes: Codes, ngrams: readonly Ngram[], maxRows: number): FoldedRows {
  const { codes_NL, levels, codebookSizes } = codes;
  const numRows = Number(minimum(cardinality(ngrams, codebookSizes), BigInt(maxRows)));
  const largest = Math.max(...codebookSizes);
  if (numRows * largest > Number.MAX_SAFE_INTEGER || numRows > 2 ** 31 - 1) {
    throw new UserError(
      `${setting('rows')} ${numRows} are too many for codebooks of ${largest}; give fewer`,
    );
  }
  const shifts = shiftsMod(ngrams, codebookSizes, numRows);
  const numItems = codes_NL.length / levels;
  const numTokens = ngrams.length;
  const rows_NJ = new Int32Array(numItems * numTokens);
  for (let item = 0; item < numItems; item++) {
    for (let j = 0; j < numTokens; j++) {
      const token = mixedRadixMod(codes_NL, item, ngrams[j], codebookSizes, numRows);
      rows_NJ[item * numTokens + j] = (shifts[j] + token) % numRows;
    }
  }
  return { rows_NJ, numRows };
}

/** How many different tokens there can be: over the n-grams, the sum of the products of their levels' sizes. */
export function cardinality(ngrams: readonly Ngram[], codebookSizes: readonly number[]): bigint {
  const sizes = codebookSizes.map(BigInt);
  return ngrams.reduce((sum, { start, length }) => {
    const own = sizes.slice(start, start + length);
    return sum + own.reduce((product, size) => product * size, 1n);
  }, 0n);
}

function shiftsMod(
  ngrams: readonly Ngram[],
  codebookSizes: readonly number[],
  modulus: number,
): number[] {
  let shift = 0;
  return ngrams.map((ngram) => {
    const here = shift;
    shift = (shift + radixMod(ngram, codebookSizes, modulus)) % modulus;
    return here;
  });
}

function minimum(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
