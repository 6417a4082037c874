// How often codes come up.
import { perplexity } from '../../metrics/entropy-bits.ts';
import { countUsed } from '../../metrics/level-usage.ts';
import { codeStarts } from '../model/quantizer-model.ts';

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
  /** Counts of the codes of all levels, one level behind the other. */
  readonly counts: Int32Array;
}

/**
 * @param codebookSizes codes of each level
 * @param counts to begin with; they become the object's own
 */
export function createCodeCounts(
  codebookSizes: readonly number[],
  counts = new Int32Array(codeStarts(codebookSizes)[codebookSizes.length]),
): CodeCounts {
  const starts = codeStarts(codebookSizes);
  const levels = codebookSizes.length;
  const ofLevel = (level: number): Int32Array => counts.subarray(starts[level], starts[level + 1]);
  return {
    counts,
    ofLevel,
    add(codes_BL) {
      for (let i = 0; i < codes_BL.length; i++) counts[starts[i % levels] + codes_BL[i]] += 1;
    },
    usage: () => codebookSizes.map((_, level) => usageOf(ofLevel(level))),
    reset: () => counts.fill(0),
  };
}

function usageOf(counts_K: Int32Array): CodeUsage {
  return { usage: countUsed(counts_K), perplexity: perplexity(counts_K) };
}
