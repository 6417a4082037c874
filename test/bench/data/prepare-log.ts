import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CALENDAR_DAY_MS,
  corpusPath,
  dayPath,
  writeCorpusInfo,
} from '../../../src/artifacts/corpus.ts';
import { writeIds } from '../../../src/artifacts/id-file.ts';
import { createDayWriter } from '../../../src/artifacts/impressions.ts';
import { Rng } from '../../../src/util/rng.ts';
import { createItemSampler } from './item-popularity.ts';

const [NUM_DAYS, NUM_ITEMS, NUM_USERS, PER_DAY] = [4, 100_000, 20_000, 250_000];
const CLICK_RATE = 0.2;
/** Impressions of one record batch. */
const CHUNK = 65_536;

/** A corpus of a million impressions whose users have about ten clicks each; only its days are of interest. */
export async function prepareLog(folder: string): Promise<void> {
  const rng = Rng.fromSeed(1);
  const drawItem = createItemSampler(NUM_ITEMS);
  mkdirSync(join(folder, 'days'));
  const clicksPerDay: number[] = [];
  for (let day = 1; day <= NUM_DAYS; day++) {
    const writer = await createDayWriter(dayPath(folder, day), ['hour']);
    const startMs = (day - 1) * CALENDAR_DAY_MS;
    const times = Float64Array.from({ length: PER_DAY }, () => startMs + rng.int(CALENDAR_DAY_MS));
    times.sort();
    let clicks = 0;
    for (let start = 0; start < PER_DAY; start += CHUNK) {
      const timeMs = times.slice(start, start + CHUNK);
      const label = Uint8Array.from(timeMs, () => (rng.uniform() < CLICK_RATE ? 1 : 0));
      clicks += label.reduce((sum, y) => sum + y, 0);
      await writer.write({
        userIndex: Int32Array.from(timeMs, () => rng.int(NUM_USERS)),
        itemIndex: Int32Array.from(timeMs, () => drawItem(rng)),
        timeMs,
        label,
        dense: [Float32Array.from(timeMs, (time) => ((time - startMs) / CALENDAR_DAY_MS) * 24)],
      });
    }
    await writer.close();
    clicksPerDay.push(clicks);
  }
  const ids = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i);
  await writeIds(corpusPath(folder, 'items.arrow'), 'item_id', ids(NUM_ITEMS));
  await writeIds(corpusPath(folder, 'users.arrow'), 'user_id', ids(NUM_USERS));
  await writeCorpusInfo(folder, {
    format: 'sid-corpus-1',
    source: 'bench',
    numItems: NUM_ITEMS,
    numUsers: NUM_USERS,
    numDays: NUM_DAYS,
    firstDayStartMs: 0,
    dayMs: CALENDAR_DAY_MS,
    impressionsPerDay: clicksPerDay.map(() => PER_DAY),
    clicksPerDay,
    denseFeatures: ['hour'],
    embeddingWidth: 0,
    negativesRule: 'none: impressions are drawn at random',
    notes: {},
  });
}
