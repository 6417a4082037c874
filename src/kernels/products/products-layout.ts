// Matrix products and nearest rows: their formulas, what they take and give.
import { defineLayout } from '../layout/layout.ts';
import type { Sizes } from '../layout/layout.ts';

/** Columns of a panel: as many sums of a row as stay in registers. */
const PANEL = 16;
/** Rows of the result that one thread makes at a time. */
const ROWS_PER_CHUNK = 32;
/** Terms that are summed on their own before the next are: a panel's share of them stays in the first cache. */
export const TERMS_PER_BLOCK = 256;

/** Columns filled up to whole panels. */
export function filledPanels(numColumns: number): number {
  return PANEL * Math.ceil(numColumns / PANEL);
}

const numPanels = (width: number): number => filledPanels(width) / PANEL;
const CHUNKS = {
  R: ['rowsPerChunk', () => ROWS_PER_CHUNK],
  S: ['termsPerBlock', () => TERMS_PER_BLOCK],
  C: ['numChunks', ({ X }: Sizes) => Math.ceil(X / ROWS_PER_CHUNK)],
} as const;

/**
 * Lays a matrix out in panels of 16 columns, one panel behind the other, each row by row; columns that are missing in the
 * last are zeros. With `isTransposed` 1 the matrix is given as its transpose.
 */
export const PACK_PANELS = defineLayout({
  name: 'PackPanels',
  given: { I: 'numTerms', O: 'numColumns', T: 'isTransposed' },
  derived: {
    W: ['filledColumns', ({ O }) => filledPanels(O)],
    N: ['numPanels', ({ O }) => numPanels(O)],
  },
  arrays: { b_IO: 'float32', panels_IW: 'float32' },
  shared: ['N', 2],
});

/**
 * out = a b, where b is laid out in panels:
 *
 *     s[x, o] = sum of blocks of 256 terms, in order, each the sum_i a[x, i] b[i, o] in order
 *     out[x, o] = s[x, o] + bias[o], where there is one;   max(that, 0) with `hasRelu` 1
 *     out[x, o] = 0 where behindRelu[x, o] is not above 0: the gradient before a ReLU, from its output
 *
 * With `isTransposed` 1 `a` is given as its transpose. Each value is one thread's sum in an order that only I decides: a row
 * has the same bits alone, among others, and for any number of threads.
 */
export const MULTIPLY_PANELS = defineLayout({
  name: 'MultiplyPanels',
  given: { X: 'numRows', I: 'numTerms', O: 'numColumns', T: 'isTransposed', U: 'hasRelu' },
  derived: {
    ...CHUNKS,
    W: ['filledColumns', ({ O }) => filledPanels(O)],
    N: ['numPanels', ({ O }) => numPanels(O)],
  },
  arrays: {
    a_XI: 'float32',
    panels_IW: 'float32',
    bias_O: 'float32?',
    behindRelu_XO: 'float32?',
    out_XO: 'float32',
  },
  shared: ['C', 1],
  // A chunk's sums of one panel, then its rows in pairs.
  workspace: ({ R, I }) => R * (PANEL + I),
});

/**
 * The nearest row v_k of a codebook for each row of x, by Euclidean distance; a tie goes to the lower index.
 *
 *     argmin_k |x - v_k|^2 = argmax_k  x . v_k - |v_k|^2 / 2
 *
 * The codebook's transpose is laid out in panels, `offsets` are -|v_k|^2 / 2, -Infinity where a panel is filled up. Products
 * are summed as MULTIPLY_PANELS says. A row in which nothing is a number gets 0.
 */
export const NEAREST_ROWS = defineLayout({
  name: 'NearestRows',
  given: { Z: 'numTerms', K: 'numColumns' },
  inferred: { X: 'numRows' },
  derived: {
    ...CHUNKS,
    W: ['filledColumns', ({ K }) => filledPanels(K)],
    N: ['numPanels', ({ K }) => numPanels(K)],
  },
  arrays: { x_XZ: 'float32', panels_ZW: 'float32', offsets_W: 'float32', nearest_X: 'int32' },
  shared: ['C', 1],
  // A chunk's scores of one panel; the largest so far and where it was, of each row in four lanes; its rows in pairs.
  workspace: ({ R, Z }) => R * (PANEL + 8 + Z),
});
