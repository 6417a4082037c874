import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dayPath } from '../../../src/artifacts/corpus.ts';
import { createDayWriter, readDay } from '../../../src/artifacts/impressions.ts';
import { predictDay } from '../../../src/ranker/predict/predict-day.ts';
import { predictSwapped } from '../../../src/ranker/predict/predict-swapped.ts';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import { openRankerInputs } from '../../../src/ranker/model/ranker-inputs.ts';
import { createRanker } from '../../../src/ranker/model/saved-ranker.ts';
import type { LoadedRanker } from '../../../src/ranker/model/saved-ranker.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-swapped-'));
const PART = { day: 2, only: 'all' } as const;

async function untrained(
  files: { corpus: string; sids: string },
  historyLength: number,
): Promise<LoadedRanker> {
  const config = {
    ...{ ...DEFAULT_RANKER_CONFIG, modelWidth: 8, batchSize: 64, historyLength },
    // Large weights, so that items differ by much.
    ...{ initialScale: 1, corpus: files.corpus, sids: files.sids },
    ...{ days: { from: 1, to: 1 }, keepDays: [1] },
  };
  const inputs = await openRankerInputs(files.corpus, files.sids, config);
  return { ...inputs, config, ranker: createRanker(config, inputs), trainedThroughDay: 1 };
}

/** The same corpus, but the items of the second day are others. */
async function writeOtherItems(
  files: { corpus: string; sids: string },
  otherOf: (item: number) => number,
): Promise<void> {
  const path = dayPath(files.corpus, PART.day);
  const batches = [];
  for await (const batch of readDay(path, ['hour'])) {
    batches.push({ ...batch, itemIndex: batch.itemIndex.map(otherOf) });
  }
  const writer = await createDayWriter(path, ['hour']);
  for (const batch of batches) await writer.write(batch);
  await writer.close();
}

test('as if the day had shown the other items', async () => {
  const folders = ['as-it-was', 'others'].map((name) => join(root, name));
  for (const folder of folders) mkdirSync(folder);
  const [files, others] = await Promise.all(folders.map((folder) => writeTinyCorpus(folder)));
  const otherOf = (item: number): number => (item + 7) % TINY.numItems;
  await writeOtherItems(others, otherOf);
  // Without histories, into which the other items' clicks would come.
  const loaded = await untrained(files, 0);
  const ofOthers = await untrained(others, 0);
  const expected = await predictDay(ofOthers, PART);
  const { itemIndex, probability, swapped } = await predictSwapped(loaded, [otherOf], PART);
  expect(swapped[0]).toEqual(expected.probability);
  expect(swapped[0]).not.toEqual(probability);
  expect(itemIndex.map(otherOf)).toEqual(expected.itemIndex);
  for (const { ranker } of [loaded, ofOthers]) ranker.dispose();
});

test('several swaps; none for some impressions; histories stay as they were', async () => {
  const folder = join(root, 'several');
  mkdirSync(folder);
  const loaded = await untrained(await writeTinyCorpus(folder), 5);
  const plain = await predictDay(loaded, PART);
  const onlyEven = (item: number): number => (item % 2 === 0 ? item : -1);
  const swaps = [(item: number) => item, onlyEven, () => -1];
  const { itemIndex, probability, swapped } = await predictSwapped(loaded, swaps, PART);
  expect(probability).toEqual(plain.probability);
  expect(itemIndex).toEqual(plain.itemIndex);
  expect(swapped[0]).toEqual(probability);
  expect(swapped[1]).toEqual(probability.map((p, i) => (itemIndex[i] % 2 === 0 ? p : NaN)));
  expect(swapped[2].every(Number.isNaN)).toBe(true);
  loaded.ranker.dispose();
});
