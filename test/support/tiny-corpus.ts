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
import { writeSemanticIds } from '../../src/artifacts/semantic-ids.ts';
import { Rng } from '../../src/util/rng.ts';

export const TINY = {
  numItems: 40,
  numUsers: 30,
  numDays: 4,
  impressionsPerDay: 1000,
  clusters: 4,
};

/** A day's impressions of any user and item, in time order. @param clickRate of a user and an item */
export function drawDay(
  rng: Rng,
  { numItems, numUsers, impressionsPerDay }: Omit<typeof TINY, 'numDays' | 'clusters'>,
  day: number,
  clickRate: (user: number, item: number) => number,
) {
  const times = Array.from({ length: impressionsPerDay }, () => rng.int(CALENDAR_DAY_MS));
  const timeMs = Float64Array.from(times, (time) => (day - 1) * CALENDAR_DAY_MS + time).sort();
  const userIndex = Int32Array.from(timeMs, () => rng.int(numUsers));
  const itemIndex = Int32Array.from(timeMs, () => rng.int(numItems));
  const label = Uint8Array.from(timeMs, (_, i) =>
    rng.uniform() < clickRate(userIndex[i], itemIndex[i]) ? 1 : 0,
  );
  return { userIndex, itemIndex, timeMs, label };
}

/**
 * A corpus small enough to train on in a test: items of 4 clusters, users who click on one cluster each.
 * Its semantic IDs (`sids.arrow` beside the corpus) have the cluster as their first code.
 *
 * @returns the paths of the corpus and of the semantic IDs
 */
export async function writeTinyCorpus(
  folder: string,
  seed = 1,
): Promise<{ corpus: string; sids: string }> {
  const { numItems, numUsers, numDays, impressionsPerDay, clusters } = TINY;
  const corpus = join(folder, 'corpus');
  const rng = Rng.fromSeed(seed);
  mkdirSync(join(corpus, 'days'), { recursive: true });
  const clicksPerDay: number[] = [];
  for (let day = 1; day <= numDays; day++) {
    const impressions = drawDay(rng, TINY, day, (user, item) =>
      item % clusters === user % clusters ? 0.7 : 0.1,
    );
    const { timeMs, label } = impressions;
    clicksPerDay.push(label.reduce((sum, y) => sum + y, 0));
    const hour = Float32Array.from(
      timeMs,
      (time) => ((time % CALENDAR_DAY_MS) / CALENDAR_DAY_MS) * 24,
    );
    const writer = await createDayWriter(dayPath(corpus, day), ['hour']);
    await writer.write({ ...impressions, dense: [hour] });
    await writer.close();
  }
  const itemIds = Array.from({ length: numItems }, (_, i) => `item-${i}`);
  const userIds = Float64Array.from({ length: numUsers }, (_, i) => 1000 + i);
  await writeIds(corpusPath(corpus, 'items.arrow'), 'item_id', itemIds);
  await writeIds(corpusPath(corpus, 'users.arrow'), 'user_id', userIds);
  await writeCorpusInfo(corpus, {
    format: 'sid-corpus-1',
    source: 'test',
    numItems,
    numUsers,
    numDays,
    firstDayStartMs: 0,
    dayMs: CALENDAR_DAY_MS,
    impressionsPerDay: Array.from({ length: numDays }, () => impressionsPerDay),
    clicksPerDay,
    denseFeatures: ['hour'],
    embeddingWidth: 0,
    negativesRule: 'none: impressions are given',
    notes: {},
  });
  const sids = join(folder, 'sids.arrow');
  const codes_NL = Int32Array.from({ length: numItems * 3 }, (_, i) => {
    const item = Math.floor(i / 3);
    return [item % clusters, Math.floor(item / clusters) % 4, Math.floor(item / 16)][i % 3];
  });
  await writeSemanticIds(sids, {
    itemIds,
    codes_NL,
    levels: 3,
    codebookSizes: [4, 4, 4],
    quantizer: 'test',
  });
  return { corpus, sids };
}
