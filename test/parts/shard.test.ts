import { expect, test } from 'vitest';
import { shardKind, shardRange, shardRows } from '../../src/parts/shard.ts';

test('seven parts in three shards: each part once, sizes that differ by one at most', () => {
  const ranges = [1, 2, 3].map((index) => shardRange(7, { index, count: 3 }));
  expect(ranges).toEqual([
    [0, 2],
    [2, 4],
    [4, 7],
  ]);
  expect(shardRange(7, null)).toEqual([0, 7]);
  // 7 parts of 10 items, the last of 5.
  expect(shardRows(65, 10, { index: 2, count: 3 })).toEqual([21, 40]);
  expect(shardRows(65, 10, { index: 3, count: 3 })).toEqual([41, 65]);
  expect(shardRows(65, 10, null)).toEqual([1, 65]);
});

test('a shard is read from a word, and shown as one', () => {
  expect(shardKind.fromWord('3/16')).toEqual({ index: 3, count: 16 });
  expect(shardKind.toWords({ index: 3, count: 16 })).toEqual(['3/16']);
  for (const word of ['0/3', '4/3', '3', '1/2/3', 'a/b']) {
    expect(() => shardKind.fromWord(word), word).toThrow('a shard as INDEX/COUNT, like 3/16');
  }
});
