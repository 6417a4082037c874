// How often codes come up.
import { perplexity } from '../../metrics/entropy-bits.ts';
import { countUsed } from '../../metrics/level-usage.ts';

/** How well the codes of one level are used. */
export interface CodeUsage {
  /** Codes that came up. */
  readonly usage: number;
  /** As many equally common codes would be as uncertain; NaN where none came up. */
  readonly perplexity: number;
}

/** How often each code of each level came up. */
export interface CodeCounts {
  /** Codes of a stretch of items, level by level next to each other for each item. */
  add(codes_BL: Int32Array): void;
  /** Counts of one level; a view. @param level from 0 */
  ofLevel(level: number): Int32Array;
  usage(): CodeUsage[];
  reset(): void;
  /** All counts, L x K. */
  readonly counts_LK: Int32Array;
}

/** @param counts_LK counts to begin with; they become the object's own */
export function createCodeCounts(
  levels: number,
  codebookSize: number,
  counts_LK = new Int32Array(levels * codebookSize),
): CodeCounts {
  const ofLevel = (level: number): Int32Array =>
    counts_LK.subarray(level * codebookSize, (level + 1) * codebookSize);
  return {
    counts_LK,
    ofLevel,
    add(codes_BL) {
      for (let i = 0; i < codes_BL.length; i++) {
        counts_LK[(i % levels) * codebookSize + codes_BL[i]] += 1;
      }
    },
    usage: () => Array.from({ length: levels }, (_, level) => usageOf(ofLevel(level))),
    reset: () => counts_LK.fill(0),
  };
}

function usageOf(counts_K: Int32Array): CodeUsage {
  return { usage: countUsed(counts_K), perplexity: perplexity(counts_K) };
}
