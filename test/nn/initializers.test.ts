import { expect, test } from 'vitest';
import { linearDefault, normal, xavierUniform } from '../../src/nn/initializers.ts';
import { Rng } from '../../src/util/rng.ts';
import { mean, standardDeviation } from '../../src/util/stats.ts';

test.each([
  ['linearDefault', linearDefault(40_000, 25, Rng.fromSeed(1)), 1 / 5],
  ['xavierUniform', xavierUniform([100, 500], Rng.fromSeed(2)), 0.1],
])('%s is uniform within its bound', (_, values, bound) => {
  expect(Math.max(...values)).toBeLessThanOrEqual(bound);
  expect(Math.max(...values)).toBeGreaterThan(0.999 * bound);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-bound);
  expect(mean(values)).toBeCloseTo(0, 2);
  // A uniform variable in +-b has deviation b / sqrt(3).
  expect(standardDeviation(values) / (bound / Math.sqrt(3))).toBeCloseTo(1, 1);
});

test('normal has its deviation, and the seed decides the bits', () => {
  const values = normal(50_000, 0.3, Rng.fromSeed(5));
  expect(mean(values)).toBeCloseTo(0, 2);
  expect(standardDeviation(values)).toBeCloseTo(0.3, 2);
  expect(normal(50_000, 0.3, Rng.fromSeed(5))).toEqual(values);
  expect(normal(50_000, 0.3, Rng.fromSeed(6))).not.toEqual(values);
});
