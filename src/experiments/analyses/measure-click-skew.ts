// Figure 6: clicks per semantic ID.
import { gini } from '../../metrics/gini.ts';
import { groupByPrefixes, sumByGroup } from '../../metrics/groups.ts';
import type { Groups } from '../../metrics/groups.ts';
import { measureSkew } from '../../metrics/skew.ts';
import { topCurve } from '../../metrics/top-curve.ts';
import type { CurvePoint } from '../../metrics/top-curve.ts';
import { Rng } from '../../util/rng.ts';
import { mean } from '../../util/stats.ts';
import { readItemIds, readItemCodes, countOfRun } from '../read-items.ts';
import { sidsOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';

const CURVE_POINTS = 200;
/** Random groupings of the prefixes' sizes; their mean is taken. */
const SHUFFLES = 5;

/**
 * Figure 6 of Zheng 2025: clicks per semantic ID are less skewed than clicks per raw id. Any merging of ids evens
 * clicks out, so every depth has a control beside it: the same items in groups of the same sizes, put
 * together at random. Only items that were shown count.
 */
export async function measureClickSkew(
  input: AnalysisInput,
): Promise<AnalysisResult<'click-skew'>> {
  const sids = sidsOf(input, 'click-skew');
  const codes = await readItemCodes(await readItemIds(input.corpus), sids);
  const counts = await countOfRun(input.corpus, input.run, input.onProgress);
  const shown = Array.from(counts.impressions_N.keys()).filter(
    (item) => counts.impressions_N[item] > 0,
  );
  const clicks_E = Float64Array.from(shown, (item) => counts.clicks_N[item]);
  const rng = Rng.fromSeed(input.seed).split('click-skew');
  const raw = measureSkew(clicks_E);
  const figures: Record<string, number> = {};
  const curves: Record<string, readonly CurvePoint[]> = { raw: topCurve(clicks_E, CURVE_POINTS) };
  const ginis = { whole: NaN, matched: NaN };
  for (const [i, { group_N, numGroups }] of groupByPrefixes(codes).entries()) {
    const depth = `depth_${i + 1}`;
    const group_E = Int32Array.from(shown, (item) => group_N[item]);
    const clicks_G = clicksOfGroups({ group_N: group_E, numGroups }, clicks_E);
    const matched = Array.from({ length: SHUFFLES }, () => {
      const shuffled = rng.shuffle(group_E.slice());
      return gini(clicksOfGroups({ group_N: shuffled, numGroups }, clicks_E));
    });
    const skew = measureSkew(clicks_G);
    figures[`ids_${depth}`] = skew.classes;
    figures[`gini_${depth}`] = skew.gini;
    figures[`gini_matched_${depth}`] = mean(matched);
    figures[`top_percent_${depth}`] = skew.topPercent;
    figures[`top_permille_${depth}`] = skew.topPermille;
    figures[`evenness_${depth}`] = skew.evenness;
    curves[depth] = topCurve(clicks_G, CURVE_POINTS);
    Object.assign(ginis, { whole: skew.gini, matched: mean(matched) });
  }
  return {
    figures: {
      clicks: clicks_E.reduce((sum, clicks) => sum + clicks, 0),
      gini_difference: ginis.whole - raw.gini,
      gini_gain_over_matched: ginis.matched - ginis.whole,
      ids_raw: raw.classes,
      gini_raw: raw.gini,
      top_percent_raw: raw.topPercent,
      top_permille_raw: raw.topPermille,
      evenness_raw: raw.evenness,
      ...figures,
    },
    detail: { curves },
  };
}

/** One number for each group that has an item. */
function clicksOfGroups(groups: Groups, clicks_E: Float64Array): Float64Array {
  const items_G = sumByGroup(groups);
  return sumByGroup(groups, clicks_E).filter((_, group) => items_G[group] > 0);
}
