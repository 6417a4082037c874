// A/A: an item against its copy.
import { readItemCopies } from '../../artifacts/world-truth.ts';
import { copyDifferences } from '../../metrics/copy-differences.ts';
import type { CopyDifferences } from '../../metrics/copy-differences.ts';
import { predictSwapped } from '../../ranker/predict/predict-swapped.ts';
import { runOf } from './analysis-input.ts';
import type { AnalysisInput, AnalysisResult } from './analysis-input.ts';
import { withLastModel } from './last-model.ts';

/**
 * A/A differences (Zheng 2025): an item and its copy under a new id should be predicted alike. Each impression of
 * an item that is a copy or has one is asked about twice, with the item and with the other of the pair, for the
 * same user and history. Exact copies have the same content embedding, near ones nearly the same (A/A'). Where rows
 * follow from the content alone, exact copies have the same rows: their difference is 0 by construction.
 */
export async function measureAa(input: AnalysisInput): Promise<AnalysisResult<'aa'>> {
  const { copyOf, copyKind } = await readItemCopies(runOf(input, 'aa').corpus);
  const partner_N = partnersOf(copyOf);
  return withLastModel(input, 'aa', async (loaded, part) => {
    const { itemIndex, probability, swapped } = await predictSwapped(
      loaded,
      [(item) => partner_N[item]],
      part,
    );
    const measure = (kind: string): CopyDifferences => {
      const pair = itemIndex.map((item) => {
        const copy = copyKind[item] === 'none' ? partner_N[item] : item;
        return copy >= 0 && copyKind[copy] === kind ? copy : -1;
      });
      return copyDifferences(probability, swapped[0], pair);
    };
    const exact = measure('exact');
    const near = measure('near');
    return {
      figures: {
        exact: exact.difference,
        near: near.difference,
        exact_pairs: exact.pairs,
        near_pairs: near.pairs,
        exact_by_pair: exact.byPair,
        near_by_pair: near.byPair,
      },
      byConstruction: [
        ...(exact.isUnchanged ? ['exact', 'exact_by_pair'] : []),
        ...(near.isUnchanged ? ['near', 'near_by_pair'] : []),
      ],
      detail: {
        day: part.day,
        impressions: itemIndex.length,
        exact_impressions: exact.impressions,
        near_impressions: near.impressions,
      },
    };
  });
}

/** The other item of each item's pair; -1 where it has none. An original has one copy at most. */
function partnersOf(copyOf: Int32Array): Int32Array {
  const partner_N = new Int32Array(copyOf.length).fill(-1);
  copyOf.forEach((original, item) => {
    if (original === item) return;
    partner_N[item] = original;
    partner_N[original] = item;
  });
  return partner_N;
}
