// Usage of codes by level and prefix.
import { createCodeTree } from '../../metrics/code-tree.ts';
import { hourglass as narrowest, measureLevel } from '../../metrics/level-usage.ts';
import { measurePrefixes } from '../../metrics/prefix-usage.ts';
import { numberPrefixes } from '../../sid/number-ngram.ts';
import { sidsOf } from './analysis.ts';
import type { Analysis } from './analysis.ts';

const MOST_NODES = 64;

/**
 * How codes are used, level by level and prefix by prefix. In an hourglass a middle level is much more
 * concentrated than its neighbours, and most semantic IDs run through few of its codes. Every figure stands
 * for items, and under shown_ for items weighed by impressions on the training days.
 */
export const hourglass: Analysis = {
  title: 'usage of codes by level and prefix: is there an hourglass?',
  meaning: {
    hourglass:
      'entropy of the narrowest inner level over the mean of its neighbours; below 1: narrower',
    shown_hourglass: 'the same, weighed by impressions',
    'used_level_{n}': 'codes of the level that some item has',
    'occupancy_level_{n}': 'share of the K codes',
    'entropy_level_{n}': 'entropy of the codes in bits',
    'perplexity_level_{n}': '2 to the power of it: so many equally common codes',
    'gini_level_{n}': 'Gini coefficient of items over the K codes',
    'conditional_entropy_level_{n}': 'bits that the code adds to the codes before it',
    'shown_used_level_{n}': 'codes of items that were shown',
    'shown_entropy_level_{n}': 'entropy of the codes of impressions in bits',
    'shown_perplexity_level_{n}': '2 to the power of it',
    'shown_gini_level_{n}': 'Gini coefficient of impressions over the K codes',
    'shown_conditional_entropy_level_{n}': 'bits that the code adds, by impressions',
    'prefixes_depth_{n}': 'different prefixes of n codes',
    'entropy_depth_{n}': 'their entropy in bits',
    'sharing_depth_{n}': 'share of items whose prefix another item has too',
    'largest_depth_{n}': 'share of items that have the commonest prefix',
    'shown_prefixes_depth_{n}': 'different prefixes of items that were shown',
    'shown_entropy_depth_{n}': 'entropy of the prefixes of impressions in bits',
    'shown_sharing_depth_{n}': 'share of impressions of items that share their prefix',
    'shown_largest_depth_{n}': 'share of impressions that one prefix has at most',
  },
  settings: {},
  needs: 'codes',
  async measure(input) {
    const sids = sidsOf(input, 'hourglass');
    const { readItemIds, readItemCodes, countOfRun } = await import('../read-items.ts');
    const codes = await readItemCodes(await readItemIds(input.corpus), sids);
    const { impressions_N } = await countOfRun(input.corpus, input.run, input.onProgress);
    const { codes_NL, levels, codebookSize } = codes;
    const figures: Record<string, number> = {};
    const prefixes = numberPrefixes(codes);
    for (const [prefix, weight_N] of [
      ['', undefined],
      ['shown_', impressions_N],
    ] as const) {
      const entropies: number[] = [];
      let entropyBefore = 0;
      for (const [i, groups] of prefixes.entries()) {
        const n = i + 1;
        const code_N = Int32Array.from(groups.group_N, (_, item) => codes_NL[item * levels + i]);
        const level = measureLevel(code_N, codebookSize, weight_N);
        const depth = measurePrefixes(groups, weight_N);
        figures[`${prefix}used_level_${n}`] = level.used;
        if (weight_N === undefined) figures[`occupancy_level_${n}`] = level.occupancy;
        figures[`${prefix}entropy_level_${n}`] = level.entropyBits;
        figures[`${prefix}perplexity_level_${n}`] = level.perplexity;
        figures[`${prefix}gini_level_${n}`] = level.gini;
        // H(c_l | c_1..c_(l-1)) = H(c_1..c_l) - H(c_1..c_(l-1))
        figures[`${prefix}conditional_entropy_level_${n}`] = depth.entropyBits - entropyBefore;
        figures[`${prefix}prefixes_depth_${n}`] = depth.prefixes;
        figures[`${prefix}entropy_depth_${n}`] = depth.entropyBits;
        figures[`${prefix}sharing_depth_${n}`] = depth.sharing;
        figures[`${prefix}largest_depth_${n}`] = depth.largest;
        entropies.push(level.entropyBits);
        entropyBefore = depth.entropyBits;
      }
      figures[`${prefix}hourglass`] = narrowest(entropies);
    }
    const { hourglass: ratio, shown_hourglass, ...rest } = figures;
    return {
      figures: { hourglass: ratio, shown_hourglass, ...rest },
      detail: {
        items: codes_NL.length / levels,
        levels,
        codebook_size: codebookSize,
        tree: createCodeTree(codes_NL, levels, impressions_N, MOST_NODES),
      },
    };
  },
};
