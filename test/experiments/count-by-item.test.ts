import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countByItem } from '../../src/experiments/count-by-item.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { temporaryFolder, writeTinyCorpus } from './tiny-run.ts';

test('impressions and clicks by hand: of a day, every second impression was clicked', async () => {
  const days = [[0, 0, 1], [2, 0], [3]];
  const corpus = await writeTinyCorpus(join(temporaryFolder(), 'corpus'), days, 4);
  const count = (toDay: number, counts?: (user: number, day: number) => boolean) =>
    countByItem(corpus, { fromDay: 1, toDay }, ignoreProgress, counts);
  expect(await count(2)).toEqual({
    impressions_N: Float64Array.of(3, 1, 1, 0),
    clicks_N: Float64Array.of(2, 0, 0, 0),
  });
  // User 1 of each day, who clicked
  expect(await count(3, (user) => user === 1)).toEqual({
    impressions_N: Float64Array.of(2, 0, 0, 0),
    clicks_N: Float64Array.of(2, 0, 0, 0),
  });
  expect((await count(3, (_, day) => day === 3)).impressions_N).toEqual(
    Float64Array.of(0, 0, 0, 1),
  );
});
