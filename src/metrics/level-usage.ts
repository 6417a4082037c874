// How one level's codes are used; the hourglass.
import { entropyBits, perplexity } from './entropy-bits.ts';
import { gini } from './gini.ts';
import { sumByGroup } from './groups.ts';

/** How one level's codes are used. */
export interface LevelUsage {
  /** Codes that some item has. */
  readonly used: number;
  /** Share of the K codes that are used. */
  readonly occupancy: number;
  readonly entropyBits: number;
  /** 2^entropy: as many equally common codes would be as uncertain. */
  readonly perplexity: number;
  /** Over all K codes, unused ones too. */
  readonly gini: number;
}

/**
 * @param code_N each item's code at the level, in [0, K)
 * @param weight_N 1 for each item where not given; a code is used where its weight is above 0
 */
export function measureLevel(
  code_N: Int32Array,
  codebookSize: number,
  weight_N?: ArrayLike<number>,
): LevelUsage {
  const weight_K = sumByGroup({ group_N: code_N, numGroups: codebookSize }, weight_N);
  const used = countUsed(weight_K);
  return {
    used,
    occupancy: used / codebookSize,
    entropyBits: entropyBits(weight_K),
    perplexity: perplexity(weight_K),
    gini: gini(weight_K),
  };
}

/** Codes that came up. */
export function countUsed(weight_K: Int32Array | Float64Array): number {
  let used = 0;
  for (const weight of weight_K) used += Number(weight > 0);
  return used;
}

/**
 * How each level's entropy stands against the mean of its neighbors':
 *
 *     H_l / ((H_(l-1) + H_(l+1)) / 2),   l = 2..L-1
 *
 * @param entropy_L of each level's codes; where codebooks differ in size, in parts of the log2 K that it could be
 * @returns one value for each level; NaN for the first and the last, and where neighbors have no entropy either
 */
export function entropyAgainstNeighbors(entropy_L: readonly number[]): number[] {
  return entropy_L.map((bits, l) =>
    l === 0 || l === entropy_L.length - 1
      ? NaN
      : (2 * bits) / (entropy_L[l - 1] + entropy_L[l + 1]),
  );
}

/**
 * The hourglass: the narrowest inner level against its neighbors. 1 or more: no inner level is narrower. Near 0: one level
 * says almost nothing where its neighbors do.
 *
 * @param entropy_L of each level's codes
 * @returns NaN below three levels, or where neighbors have no entropy either
 */
export function hourglass(entropy_L: readonly number[]): number {
  if (entropy_L.length < 3) return NaN;
  return Math.min(...entropyAgainstNeighbors(entropy_L).slice(1, -1));
}
