import { expect, test } from 'vitest';
import { groupByPrefixes } from '../../src/metrics/groups.ts';
import { measureLabels } from '../../src/metrics/labels-in-groups.ts';
import { normalizedMutualInformation } from '../../src/metrics/mutual-information.ts';
import { dealCodes } from '../../src/sid/shuffle-codes.ts';
import { Rng } from '../../src/util/rng.ts';

test('mutual information by hand: labels named otherwise, no relation, half of it', () => {
  const groups = { group_N: Int32Array.of(0, 0, 1, 1), numGroups: 2 };
  expect(normalizedMutualInformation(groups, [5, 5, 3, 3])).toBeCloseTo(1, 12);
  expect(normalizedMutualInformation(groups, [0, 1, 0, 1])).toBeCloseTo(0, 12);
  // Labels a a b c: H = 1.5, groups 1, both 1.5; so I = 1.
  expect(normalizedMutualInformation(groups, [0, 0, 1, 2])).toBeCloseTo(2 / 2.5, 12);
});

test('what has no label is left out', () => {
  const groups = { group_N: Int32Array.of(0, 0, 1, 1, 0), numGroups: 2 };
  expect(normalizedMutualInformation(groups, [5, 5, 3, 3, -1])).toBeCloseTo(1, 12);
  expect(normalizedMutualInformation(groups, [-1, -1, -1, -1, -1])).toBeNaN();
});

test('codes without meaning keep labels together as well as chance does, and no better', () => {
  const rng = Rng.fromSeed(3);
  const [numItems, levels] = [4000, 2];
  const label_N = Int32Array.from({ length: numItems }, () => rng.int(5));
  const codes_NL = Int32Array.from({ length: numItems * levels }, () => rng.int(16));
  const codes = { codes_NL, levels, codebookSizes: [16, 16] };
  const prefixes = groupByPrefixes(codes);
  const dealt = dealCodes(codes).map((each) => groupByPrefixes(each));
  for (const { purity, chancePurity, ...shared } of measureLabels(prefixes, dealt, label_N)) {
    expect(Math.abs(purity - chancePurity)).toBeLessThan(0.02);
    expect(Math.abs(shared.mutualInformation - shared.chanceMutualInformation)).toBeLessThan(0.01);
  }
});
