import { dayPath, readCorpusInfo } from '../artifacts/corpus.ts';
import { readDay } from '../artifacts/impressions.ts';
import type { ProgressListener } from '../util/progress.ts';

/** How often each item was shown on these days, both included. */
export async function countImpressions(
  corpus: string,
  fromDay: number,
  toDay: number,
  onProgress: ProgressListener,
): Promise<Float64Array> {
  const info = readCorpusInfo(corpus);
  const impressions_N = new Float64Array(info.numItems);
  for (let day = fromDay; day <= toDay; day++) {
    const stage = 'counting impressions';
    onProgress({ stage, done: day - fromDay, total: toDay - fromDay + 1, unit: 'days' });
    for await (const { itemIndex } of readDay(dayPath(corpus, day), [])) {
      for (const item of itemIndex) impressions_N[item] += 1;
    }
  }
  return impressions_N;
}
