// Shift by position, mod H.
import { setting, UserError } from '../util/errors.ts';
import { mixedRadixMod, powerMod } from './mixed-radix.ts';

/** A token: the n-gram of the codes at levels start, start + 1, ... (zero-based). */
export interface Ngram {
  readonly start: number;
  readonly length: number;
}

/** Codes of all items. */
export interface Codes {
  /** Coarse to fine, each in [0, K). */
  readonly codes_NL: Int32Array;
  /** L */
  readonly levels: number;
  /** K */
  readonly codebookSize: number;
}

/** Rows of a table that the n-grams of all items share. */
export interface FoldedRows {
  readonly rows_NJ: Int32Array;
  readonly numRows: number;
}

/**
 * Turns each item's n-grams into rows of one table of at most `maxRows` rows:
 *
 *     row_j = (K^n_0 + ... + K^n_(j-1)  +  mixed-radix number of n-gram j)  mod H
 *
 * The sum in front is the shift that keeps tokens of different positions apart. Where all tokens fit,
 * the table has just their number of rows and nothing is folded.
 *
 * @param ngrams J of them
 * @throws UserError if maxRows * K passes 2^53, beyond which the arithmetic is not exact
 * @see Zheng 2025 (arXiv 2504.02137), Table 1
 */
export function foldRows(codes: Codes, ngrams: readonly Ngram[], maxRows: number): FoldedRows {
  const { codes_NL, levels, codebookSize } = codes;
  const numRows = Number(minimum(cardinality(ngrams, codebookSize), BigInt(maxRows)));
  if (numRows * codebookSize > Number.MAX_SAFE_INTEGER || numRows > 2 ** 31 - 1) {
    throw new UserError(
      `${setting('rows')} ${numRows} are too many for codebooks of ${codebookSize}; give fewer`,
    );
  }
  const shifts = shiftsMod(ngrams, codebookSize, numRows);
  const numItems = codes_NL.length / levels;
  const numTokens = ngrams.length;
  const rows_NJ = new Int32Array(numItems * numTokens);
  for (let item = 0; item < numItems; item++) {
    for (let j = 0; j < numTokens; j++) {
      const { start, length } = ngrams[j];
      const token = mixedRadixMod(codes_NL, item * levels + start, length, codebookSize, numRows);
      rows_NJ[item * numTokens + j] = (shifts[j] + token) % numRows;
    }
  }
  return { rows_NJ, numRows };
}

/** How many different tokens there can be: the sum of K^n over the n-grams. */
export function cardinality(ngrams: readonly Ngram[], codebookSize: number): bigint {
  return ngrams.reduce((sum, { length }) => sum + BigInt(codebookSize) ** BigInt(length), 0n);
}

function shiftsMod(ngrams: readonly Ngram[], codebookSize: number, modulus: number): number[] {
  let shift = 0;
  return ngrams.map(({ length }) => {
    const here = shift;
    shift = (shift + powerMod(codebookSize, length, modulus)) % modulus;
    return here;
  });
}

function minimum(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
