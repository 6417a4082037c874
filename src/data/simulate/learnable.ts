// What a model could learn at best.
import { binaryEntropy } from '../../metrics/normalized-entropy.ts';
import type { Catalog } from './catalog.ts';
import type { LogCounts } from './log-counts.ts';

/** Expected normalized entropy (Zheng 2025) over a whole log; that of knowing the mean only is 1. */
export interface LearnableBounds {
  /** Knowing each smallest cluster's mean click probability over the log. */
  readonly ofClusters: number;
  /** Knowing each item's. */
  readonly ofItems: number;
  /** Knowing the true probability of every impression: nothing can be better. */
  readonly ofTruth: number;
}

/** How much there is to learn in a log. */
export function learnableBounds(counts: LogCounts, catalog: Catalog): LearnableBounds {
  const items = Int32Array.from({ length: counts.impressions.length }, (_, item) => item);
  const ofMean = entropyOfMeans(counts, new Int32Array(items.length));
  return {
    ofClusters: entropyOfMeans(counts, catalog.leaf.values) / ofMean,
    ofItems: entropyOfMeans(counts, items) / ofMean,
    ofTruth: counts.sumEntropy / ofMean,
  };
}

/** Expected log loss, summed, of predicting for every impression its group's mean. @param groups by item */
function entropyOfMeans(counts: LogCounts, groups: Int32Array): number {
  const impressions = new Map<number, number>();
  const clicks = new Map<number, number>();
  const add = (to: Map<number, number>, group: number, value: number): void => {
    to.set(group, (to.get(group) ?? 0) + value);
  };
  for (let item = 0; item < counts.impressions.length; item++) {
    add(impressions, groups[item], counts.impressions.values[item]);
    add(clicks, groups[item], counts.probability.values[item]);
  }
  let sum = 0;
  for (const [group, count] of impressions) {
    if (count > 0) sum += count * binaryEntropy((clicks.get(group) ?? 0) / count);
  }
  return sum;
}
