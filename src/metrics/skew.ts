// How unevenly clicks are spread.
import { entropyBits } from './entropy-bits.ts';
import { gini } from './gini.ts';
import { topShare } from './top-curve.ts';

/** How unevenly counts are spread over classes; NaN where all counts are 0. */
export interface Skew {
  readonly classes: number;
  /** 0 even, near 1 uneven. */
  readonly gini: number;
  /** Share of the counts that the top 1 % of the classes have. */
  readonly topPercent: number;
  /** The same of the top 0.1 %. */
  readonly topPermille: number;
  /** Entropy over that of as many equal classes: 1 even, 0 all in one; NaN of one class. */
  readonly evenness: number;
}

/** @param counts one a class, zeros too */
export function measureSkew(counts: ArrayLike<number>): Skew {
  return {
    classes: counts.length,
    gini: gini(counts),
    topPercent: topShare(counts, 0.01),
    topPermille: topShare(counts, 0.001),
    evenness: entropyBits(counts) / Math.log2(counts.length),
  };
}
