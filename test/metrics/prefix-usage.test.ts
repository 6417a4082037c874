import { expect, test } from 'vitest';
import { measurePrefixes } from '../../src/metrics/prefix-usage.ts';

const groups = { group_N: Int32Array.of(0, 0, 1, 2), numGroups: 3 };

test('prefixes by hand: two items share one, two have their own', () => {
  const usage = measurePrefixes(groups);
  expect(usage).toMatchObject({ prefixes: 3, sharing: 0.5, largest: 0.5 });
  expect(usage.entropyBits).toBeCloseTo(1.5, 12);
});

test('by weight 3, 0, 4, 1: nobody shares with an item that was never shown', () => {
  const usage = measurePrefixes(groups, [3, 0, 4, 1]);
  expect(usage).toMatchObject({ prefixes: 3, sharing: 0, largest: 0.5 });
  // 3/8 log2 8/3 + 4/8 log2 2 + 1/8 log2 8
  expect(usage.entropyBits).toBeCloseTo(0.5306391 + 0.5 + 0.375, 6);
  expect(measurePrefixes(groups, [3, 1, 0, 4])).toMatchObject({ prefixes: 2, sharing: 0.5 });
});
