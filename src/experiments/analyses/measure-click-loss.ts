// Figure 5: swaps by depth of the shared prefix.
import { codesInOrder, readSemanticIds } from '../../artifacts/semantic-ids.ts';
import { clickLossRate, topImpressions } from '../../metrics/click-loss-rate.ts';
import { createPartnerDraw } from '../../metrics/prefix-partners.ts';
import { predictSwapped } from '../../ranker/predict/predict-swapped.ts';
import { Rng } from '../../util/rng.ts';
import { countByItem } from '../count-by-item.ts';
import { runOf, sidsOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';
import { withLastModel } from './last-model.ts';

/**
 * Figure 5 of Zheng 2025: swap the item of an impression for another with the same first n codes and ask the model
 * again. The deeper the shared prefix, the less the mean predicted click rate should fall.
 *
 * The impressions that the model ranks highest are what a ranker would show. They lose at any swap that the model
 * sees, since they were chosen by their predictions; all impressions together were not. Either way the other item
 * is drawn evenly, and often shown less than the one it replaces. Items alone in their prefix are left out on
 * both sides, so that each depth has its own impressions. Where rows follow from the codes alone, items that share all of
 * them have the same rows: the loss at the last depth is 0 by construction.
 */
export async function measureClickLoss(
  input: AnalysisInput,
  { topPercent }: { readonly topPercent: number },
): Promise<AnalysisResult<'click-loss'>> {
  return withLastModel(input, 'click-loss', async (loaded, part) => {
    const path = sidsOf(input, 'click-loss');
    const sids = await readSemanticIds(path);
    const { levels } = sids;
    const codes = { codes_NL: codesInOrder(sids, loaded.corpus.itemIds, path), levels };
    const candidates = await shownItems(input, part.day);
    const rng = Rng.fromSeed(input.seed).split('click-loss');
    const depths = Array.from({ length: levels + 1 }, (_, depth) => depth);
    const swaps = depths.map((depth) =>
      createPartnerDraw(codes, depth, candidates, rng.split(depth)),
    );
    const { probability, swapped } = await predictSwapped(loaded, swaps, part);
    const top = topImpressions(probability, topPercent);
    const all = Int32Array.from(probability, (_, i) => i);
    const ofTop = swapped.map((each) => clickLossRate(probability, each, top));
    const ofAll = swapped.map((each) => clickLossRate(probability, each, all));
    const figures = {
      ...byDepth(
        'loss_top_depth',
        ofTop.map(({ rate }) => rate),
      ),
      ...byDepth(
        'loss_depth',
        ofAll.map(({ rate }) => rate),
      ),
      ...byDepth(
        'alone_top_depth',
        ofTop.map(({ leftOut }) => leftOut),
      ),
      ...byDepth(
        'alone_depth',
        ofAll.map(({ leftOut }) => leftOut),
      ),
    };
    const impressions = { impressions: all.length, impressions_top: top.length };
    const unchanged = [
      ...ofTop.map(({ isUnchanged }, depth) => (isUnchanged ? [`loss_top_depth_${depth}`] : [])),
      ...ofAll.map(({ isUnchanged }, depth) => (isUnchanged ? [`loss_depth_${depth}`] : [])),
    ];
    return {
      figures,
      byConstruction: unchanged.flat(),
      detail: { day: part.day, levels, items_to_draw_from: candidates.length, ...impressions },
    };
  });
}

/** Items shown on the days of training or on the day that is looked at. */
async function shownItems(input: AnalysisInput, day: number): Promise<Int32Array> {
  const { corpus, firstDay: fromDay, lastDay: toDay } = runOf(input, 'click-loss');
  const [training, ofDay] = [
    await countByItem(corpus, { fromDay, toDay }, input.onProgress),
    await countByItem(corpus, { fromDay: day, toDay: day }, input.onProgress),
  ].map(({ impressions_N }) => impressions_N);
  return Int32Array.from(training.keys()).filter((item) => training[item] + ofDay[item] > 0);
}

function byDepth(name: string, values: readonly number[]): Record<string, number> {
  return Object.fromEntries(values.map((value, depth) => [`${name}_${depth}`, value]));
}
