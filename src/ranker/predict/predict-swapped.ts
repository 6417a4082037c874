// And again with other target items.
import { concat } from '../../util/concat.ts';
import { dayExamples } from './day-examples.ts';
import type { DayOptions } from './day-examples.ts';
import type { LoadedRanker } from '../model/saved-ranker.ts';

/** The item to ask about in the place of the one that was shown; below 0: none. */
export type SwapTarget = (itemIndex: number) => number;

export interface SwappedPredictions {
  /** The item that was shown. */
  readonly itemIndex: Int32Array;
  /** With that item. */
  readonly probability: Float32Array;
  /** With another item in its place, for each swap; NaN where that gave none. */
  readonly swapped: readonly Float32Array[];
}

/**
 * Click probabilities for a day's impressions, and again with other target items: the same users, times, dense
 * features and histories. Categories are the item's, so an example has those of the item in its place.
 *
 * @param swaps asked once for each impression, in the order of the day
 */
export async function predictSwapped(
  loaded: LoadedRanker,
  swaps: readonly SwapTarget[],
  options: DayOptions,
): Promise<SwappedPredictions> {
  const { ranker } = loaded;
  const itemIndex: Int32Array[] = [];
  const probability: Float32Array[] = [];
  const swapped: Float32Array[][] = swaps.map(() => []);
  for await (const batch of dayExamples(loaded, options)) {
    itemIndex.push(batch.itemIndex_B.slice());
    probability.push(ranker.predict(batch));
    for (const [i, swap] of swaps.entries()) {
      const target_B = batch.itemIndex_B.map(swap);
      const asked_B = target_B.map((target, b) => (target < 0 ? batch.itemIndex_B[b] : target));
      const probability_B = target_B.some((target) => target >= 0)
        ? ranker.predict({ ...batch, itemIndex_B: asked_B })
        : new Float32Array(batch.size);
      swapped[i].push(probability_B.map((p, b) => (target_B[b] < 0 ? NaN : p)));
    }
  }
  return {
    itemIndex: concat(itemIndex, Int32Array),
    probability: concat(probability, Float32Array),
    swapped: swapped.map((parts) => concat(parts, Float32Array)),
  };
}
