import { expect, test } from 'vitest';
import { copyDifferences, relativeDifference } from '../../src/metrics/copy-differences.ts';

test('relative difference: over the mean of both', () => {
  expect(relativeDifference(0.75, 0.25)).toBe(1);
  expect(relativeDifference(0.25, 0.75)).toBe(1);
  expect(relativeDifference(0.3, 0.3)).toBe(0);
});

test('means over impressions and over pairs, worked by hand', () => {
  // Pair 7: 1, 1 and 0; pair 3: 0. The second impression is of no pair.
  const result = copyDifferences(
    Float32Array.of(0.75, 0.5, 0.25, 0.5, 0.125),
    Float32Array.of(0.25, NaN, 0.75, 0.5, 0.125),
    Int32Array.of(7, -1, 7, 7, 3),
  );
  expect(result.difference).toBeCloseTo(2 / 4, 12);
  expect(result.byPair).toBeCloseTo((2 / 3 + 0) / 2, 12);
  expect(result.impressions).toBe(4);
  expect(result.pairs).toBe(2);
  expect(result.isUnchanged).toBe(false);
});

test('no pair: no figure', () => {
  const none = copyDifferences(Float32Array.of(0.5), Float32Array.of(NaN), Int32Array.of(-1));
  expect(none).toEqual({
    difference: NaN,
    byPair: NaN,
    impressions: 0,
    pairs: 0,
    isUnchanged: false,
  });
});

test('unchanged: pairs, and none of them differs by a bit', () => {
  const probability = Float32Array.of(0.75, 0.5);
  const pair = Int32Array.of(1, 1);
  const isUnchanged = (...partner: number[]): boolean =>
    copyDifferences(probability, Float32Array.from(partner), pair).isUnchanged;
  expect(isUnchanged(0.75, 0.5)).toBe(true);
  expect(isUnchanged(0.75, 0.5 + 2 ** -24)).toBe(false);
});
