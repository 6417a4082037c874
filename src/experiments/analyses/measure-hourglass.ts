// Usage of codes by level and prefix.
import { createCodeTree } from '../../metrics/code-tree.ts';
import { hourglass as narrowest, measureLevel } from '../../metrics/level-usage.ts';
import { groupByPrefixes } from '../../metrics/groups.ts';
import { measurePrefixes } from '../../metrics/prefix-usage.ts';
import { countOfRun, readItemCodes, readItemIds } from '../read-items.ts';
import { sidsOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

const MOST_NODES = 64;

/**
 * How codes are used, level by level and prefix by prefix. In an hourglass a middle level is much more
 * concentrated than its neighbors, and most semantic IDs run through few of its codes. Every figure stands
 * for items, and under shown_ for items weighed by impressions on the training days.
 */
export async function measureHourglass(input: AnalysisInput): Promise<AnalysisResult<'hourglass'>> {
  const sids = sidsOf(input, 'hourglass');
  const codes = await readItemCodes(await readItemIds(input.corpus), sids);
  const { impressions_N } = await countOfRun(input.corpus, input.run, input.onProgress);
  const { codes_NL, levels, codebookSizes } = codes;
  const figures: Record<string, number> = {};
  const prefixes = groupByPrefixes(codes);
  for (const [prefix, weight_N] of [
    ['', undefined],
    ['shown_', impressions_N],
  ] as const) {
    const entropies: number[] = [];
    let entropyBefore = 0;
    for (const [i, groups] of prefixes.entries()) {
      const n = i + 1;
      const code_N = Int32Array.from(groups.group_N, (_, item) => codes_NL[item * levels + i]);
      const level = measureLevel(code_N, codebookSizes[i], weight_N);
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
      codebook_sizes: [...codebookSizes],
      tree: createCodeTree(codes_NL, levels, impressions_N, MOST_NODES),
    },
  };
}
