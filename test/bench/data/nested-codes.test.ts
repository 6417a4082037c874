import { expect, test } from 'vitest';
import { Rng } from '../../../src/util/rng.ts';
import { createNestedCodes } from './nested-codes.ts';

const [LEVELS, CODEBOOK_SIZE, NUM_ITEMS] = [3, 2048, 50_000];

test('codes lie in the codebook, and items of one first code share few second codes', () => {
  const { codes_NL } = createNestedCodes(NUM_ITEMS, LEVELS, CODEBOOK_SIZE, Rng.fromSeed(1));
  expect(Math.min(...codes_NL.subarray(0, 9000))).toBeGreaterThanOrEqual(0);
  const secondCodes = new Map<number, Set<number>>();
  for (let i = 0; i < NUM_ITEMS; i++) {
    const [first, second] = codes_NL.subarray(i * LEVELS, i * LEVELS + 2);
    expect(Math.max(first, second)).toBeLessThan(CODEBOOK_SIZE);
    const own = secondCodes.get(first) ?? new Set();
    secondCodes.set(first, own.add(second));
  }
  const sizes = [...secondCodes.values()].map((each) => each.size);
  // Several first codes may hash to one: then their children come together.
  expect(sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(3 * 64);
  expect(secondCodes.size).toBeGreaterThan(1000);
});
