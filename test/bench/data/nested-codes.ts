import type { Codes } from '../../../src/sid/fold-rows.ts';
import { hashString } from '../../../src/util/hash.ts';
import type { Rng } from '../../../src/util/rng.ts';

/** Codes under one parent that are used at all. Residual codes are sparse below the first level. */
const CHILDREN = 64;

/**
 * Semantic IDs as an RQ-VAE gives them, without training one: the first code is skewed (popular codes hold
 * many items), and items that share a prefix share a small set of next codes.
 */
export function createNestedCodes(
  numItems: number,
  levels: number,
  codebookSize: number,
  rng: Rng,
): Codes {
  const codes_NL = new Int32Array(numItems * levels);
  for (let item = 0; item < numItems; item++) {
    let prefix = 'root';
    for (let level = 0; level < levels; level++) {
      const choices = level === 0 ? codebookSize : CHILDREN;
      // Squared: half of the items lie in a quarter of the choices.
      const choice = Math.floor(rng.uniform() ** 2 * choices);
      const code = hashString(`${prefix}/${choice}`, level) % codebookSize;
      codes_NL[item * levels + level] = code;
      prefix = `${prefix}/${choice}`;
    }
  }
  return { codes_NL, levels, codebookSizes: Array<number>(levels).fill(codebookSize) };
}
