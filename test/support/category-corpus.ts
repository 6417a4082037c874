import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CALENDAR_DAY_MS,
  corpusPath,
  dayPath,
  writeCorpusInfo,
} from '../../src/artifacts/corpus.ts';
import { writeIds } from '../../src/artifacts/id-file.ts';
import { createDayWriter } from '../../src/artifacts/impressions.ts';
import { Rng } from '../../src/util/rng.ts';
import { drawDay } from './tiny-corpus.ts';

/** Click probability by kind. NE of who knows it: 0.586, the mean of their entropies over that of the mean. */
export const CLICK_RATE = { good: 0.9, fair: 0.5, bad: 0.05 } as const;
const KINDS = Object.keys(CLICK_RATE) as (keyof typeof CLICK_RATE)[];
const SHADES = ['red', 'green', 'blue', ''];

export const CATEGORY_LOG = {
  ...{ numItems: 4000, numUsers: 50, numDays: 4, impressionsPerDay: 2000 },
  categories: ['shade', 'kind'],
};

/**
 * A log of many items, each shown twice or so in all, whose category "kind" alone decides how often it is clicked; "shade" says
 * nothing.
 *
 * @returns the path of the corpus
 */
export async function writeCategoryCorpus(folder: string): Promise<string> {
  const { numItems, numUsers, numDays, impressionsPerDay } = CATEGORY_LOG;
  const corpus = join(folder, 'corpus');
  const rng = Rng.fromSeed(3);
  mkdirSync(join(corpus, 'days'), { recursive: true });
  const kind_N = Array.from({ length: numItems }, () => KINDS[rng.int(3)]);
  const shade_N = Array.from({ length: numItems }, () => SHADES[rng.int(4)]);
  const clicksPerDay: number[] = [];
  for (let day = 1; day <= numDays; day++) {
    const impressions = drawDay(rng, CATEGORY_LOG, day, (_, item) => CLICK_RATE[kind_N[item]]);
    clicksPerDay.push(impressions.label.reduce((sum, y) => sum + y, 0));
    const writer = await createDayWriter(dayPath(corpus, day), []);
    await writer.write({ ...impressions, dense: [] });
    await writer.close();
  }
  const itemIds = Float64Array.from({ length: numItems }, (_, i) => i);
  const userIds = Float64Array.from({ length: numUsers }, (_, i) => i);
  await writeIds(corpusPath(corpus, 'items.arrow'), 'item_id', itemIds, [
    { name: 'shade', value_N: shade_N },
    { name: 'kind', value_N: kind_N },
  ]);
  await writeIds(corpusPath(corpus, 'users.arrow'), 'user_id', userIds);
  await writeCorpusInfo(corpus, {
    ...{ format: 'sid-corpus-1', source: 'test', numItems, numUsers, numDays },
    ...{ firstDayStartMs: 0, dayMs: CALENDAR_DAY_MS },
    impressionsPerDay: Array.from({ length: numDays }, () => impressionsPerDay),
    ...{ clicksPerDay, denseFeatures: [], categories: CATEGORY_LOG.categories },
    ...{ embeddingWidth: 0, negativesRule: 'none: impressions are given', notes: {} },
  });
  return corpus;
}
