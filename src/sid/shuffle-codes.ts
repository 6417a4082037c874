// Semantic IDs without meaning: a control.
import { gatherRows } from '../util/gather-rows.ts';
import { Rng } from '../util/rng.ts';
import type { Codes } from './fold-rows.ts';

/**
 * Gives each item the semantic ID of another: the same IDs, shared by as many items, of which none says anything about
 * its item. One cycle through all items (Sattolo 1986), so that none keeps its own.
 */
export function shuffleCodes({ codes_NL, levels, codebookSizes }: Codes, seed: number): Codes {
  const from_N = Int32Array.from({ length: codes_NL.length / levels }, (_, item) => item);
  const rng = Rng.fromSeed(seed).split('shuffle-codes');
  for (let i = from_N.length - 1; i > 0; i--) {
    const j = rng.int(i);
    [from_N[i], from_N[j]] = [from_N[j], from_N[i]];
  }
  return { codes_NL: gatherRows(codes_NL, levels, from_N), levels, codebookSizes };
}

/** Chance is the mean of so many deals; of seeds 1, 2, ... */
const DEALS = 5;

/** The same semantic IDs dealt to the items by chance, some times; none where there are not two items. */
export function dealCodes(codes: Codes): Codes[] {
  if (codes.codes_NL.length < 2 * codes.levels) return [];
  return Array.from({ length: DEALS }, (_, i) => shuffleCodes(codes, i + 1));
}
