// How often items were shown while training.
import type { ProgressListener } from '../util/progress.ts';
import { countByItem } from './count-by-item.ts';

/** How often each item was shown on these days, both included. */
export async function countImpressions(
  corpus: string,
  fromDay: number,
  toDay: number,
  onProgress: ProgressListener,
): Promise<Float64Array> {
  return (await countByItem(corpus, { fromDay, toDay }, onProgress)).impressions_N;
}
