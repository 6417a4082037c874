import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeNegativeRule } from '../../src/data/negatives/negative-sampler.ts';
import { countByItem, trueCounts } from '../../src/experiments/count-by-item.ts';
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
    cutBy: 'impressions',
  });
  // User 1 of each day, who clicked
  expect(await count(3, (user) => user === 1)).toEqual({
    impressions_N: Float64Array.of(2, 0, 0, 0),
    clicks_N: Float64Array.of(2, 0, 0, 0),
    cutBy: 'impressions',
  });
  expect((await count(3, (_, day) => day === 3)).impressions_N).toEqual(
    Float64Array.of(0, 0, 0, 1),
  );
});

test('where non-clicks are sampled, clicks say how often an item was there', async () => {
  const folder = temporaryFolder();
  const rule = describeNegativeRule({ perClick: 2, windowHours: 3 });
  const countsOf = async (negativesRule: string): Promise<number[]> => {
    const corpus = await writeTinyCorpus(
      join(folder, negativesRule.slice(0, 4)),
      [[0, 0, 1]],
      2,
      negativesRule,
    );
    return [...trueCounts(await countByItem(corpus, { fromDay: 1, toDay: 1 }, ignoreProgress))];
  };
  expect(await countsOf(rule)).toEqual([1, 0]);
  expect(await countsOf("the log's own impressions that were not clicked")).toEqual([2, 1]);
  expect(await countsOf(describeNegativeRule({ perClick: 0, windowHours: 3 }))).toEqual([2, 1]);
});
