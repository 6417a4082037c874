// How the codes of each level are used, and how far semantic IDs tell items apart.
import { entropyBits } from '../metrics/entropy-bits.ts';
import { sumByGroup } from '../metrics/groups.ts';
import type { Groups } from '../metrics/groups.ts';
import { entropyAgainstNeighbors, measureLevel } from '../metrics/level-usage.ts';
import { measureSharedIds } from '../metrics/shared-ids.ts';
import type { InspectedCodes, InspectedItems } from './inspected-items.ts';

/** Collisions that are shown, the largest; and items of each. */
const MOST_COLLISIONS = 5;
const MOST_EXAMPLES = 4;

/** How the codes of one level are used. */
export interface LevelUse {
  readonly level: number;
  /** K */
  readonly size: number;
  readonly used: number;
  /** Codes that no item has. */
  readonly dead: number;
  readonly entropy_bits: number;
  readonly perplexity: number;
  readonly gini: number;
  /** Entropy in parts of what it could be, over the mean of the same of the levels around it; NaN at the ends. */
  readonly against_neighbors: number;
}

export function measureUse({ codes_NL, levels, codebookSizes }: InspectedCodes): LevelUse[] {
  const numItems = codes_NL.length / levels;
  const usage = codebookSizes.map((size, level) =>
    measureLevel(
      Int32Array.from({ length: numItems }, (_, item) => codes_NL[item * levels + level]),
      size,
    ),
  );
  const against = entropyAgainstNeighbors(
    usage.map(({ entropyBits: bits }, level) => bits / Math.log2(codebookSizes[level])),
  );
  return usage.map(({ used, entropyBits: bits, perplexity, gini }, i) => ({
    ...{ level: i + 1, size: codebookSizes[i], used, dead: codebookSizes[i] - used },
    ...{ entropy_bits: bits, perplexity, gini, against_neighbors: against[i] },
  }));
}

/** @param groups items by their whole semantic ID */
export function measureIds(
  { codes_NL, levels }: Pick<InspectedCodes, 'codes_NL' | 'levels'>,
  groups: Groups,
  { ids, embeddings_ND, width }: InspectedItems,
  title_N: readonly (string | null)[],
) {
  const numItems = ids.length;
  const { sharing, duplicates, colliding, largest, collisions } = measureSharedIds(
    groups,
    embeddings_ND,
    width,
  );
  return {
    semantic_ids: groups.numGroups,
    /** Items whose ID another has too: of these, items beside nothing but true duplicates, and the others. */
    sharing,
    duplicates,
    colliding,
    colliding_percent: (100 * colliding) / numItems,
    /** Items of the commonest ID. */
    largest,
    entropy_bits: entropyBits(sumByGroup(groups)),
    /** That of an ID for each item. */
    most_entropy_bits: Math.log2(numItems),
    collisions: collisions.slice(0, MOST_COLLISIONS).map((items) => ({
      codes: [...codes_NL.subarray(items[0] * levels, (items[0] + 1) * levels)],
      items: items.length,
      examples: [...items.subarray(0, MOST_EXAMPLES)].map((item) => ({
        item_id: ids[item],
        title: title_N[item],
      })),
    })),
  };
}
