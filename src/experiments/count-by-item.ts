// Impressions and clicks of every item.
import { dayPath, readCorpusInfo } from '../artifacts/corpus.ts';
import { readDay } from '../artifacts/impressions.ts';
import { isSampled } from '../artifacts/negatives-rule.ts';
import type { ProgressListener } from '../util/progress.ts';

/** Days of a corpus, both included. */
export interface DayRange {
  readonly fromDay: number;
  readonly toDay: number;
}

/** How often each item was shown and clicked. */
export interface ItemCounts {
  readonly impressions_N: Float64Array;
  readonly clicks_N: Float64Array;
  /** What says how often an item was really there: clicks where non-clicks are sampled, as nobody may have been shown those. */
  readonly cutBy: 'impressions' | 'clicks';
}

/** The counts that say how often each item was really there. */
export function trueCounts({ impressions_N, clicks_N, cutBy }: ItemCounts): Float64Array {
  return cutBy === 'clicks' ? clicks_N : impressions_N;
}

/**
 * Counts over days.
 *
 * @param counts whether a user's impressions of a day are counted; all where not given
 */
export async function countByItem(
  corpus: string,
  { fromDay, toDay }: DayRange,
  onProgress: ProgressListener,
  counts: (userIndex: number, day: number) => boolean = () => true,
): Promise<ItemCounts> {
  const { numItems, negativesRule } = readCorpusInfo(corpus);
  const impressions_N = new Float64Array(numItems);
  const clicks_N = new Float64Array(numItems);
  for (let day = fromDay; day <= toDay; day++) {
    const stage = 'counting impressions';
    onProgress({ stage, done: day - fromDay, total: toDay - fromDay + 1, unit: 'days' });
    for await (const { userIndex, itemIndex, label } of readDay(dayPath(corpus, day), [])) {
      for (let i = 0; i < itemIndex.length; i++) {
        if (!counts(userIndex[i], day)) continue;
        impressions_N[itemIndex[i]] += 1;
        clicks_N[itemIndex[i]] += label[i];
      }
    }
  }
  return { impressions_N, clicks_N, cutBy: isSampled(negativesRule) ? 'clicks' : 'impressions' };
}
