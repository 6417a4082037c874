import { expect, test } from 'vitest';
import { evenParts } from '../../src/util/even-parts.ts';

function sizesOf(total: number, most: number): number[] {
  const { numParts, startOf } = evenParts(total, most);
  return Array.from({ length: numParts }, (_, part) => startOf(part + 1) - startOf(part));
}

test('by hand', () => {
  expect(sizesOf(10, 4)).toEqual([3, 3, 4]);
  expect(sizesOf(2049, 2048)).toEqual([1024, 1025]);
  expect(sizesOf(7, 512)).toEqual([7]);
  expect(sizesOf(0, 512)).toEqual([]);
});

test('as few parts as can be, sizes differ by one at most, together the whole', () => {
  for (let total = 0; total < 200; total++) {
    for (let most = 1; most < 70; most++) {
      const sizes = sizesOf(total, most);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
      expect((sizes.length - 1) * most).toBeLessThan(Math.max(total, 1));
      if (total === 0) continue;
      expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  }
});

test('a day of billions', () => {
  const { numParts, startOf } = evenParts(5e9 + 1, 2048);
  expect(startOf(numParts)).toBe(5e9 + 1);
  expect(startOf(numParts) - startOf(numParts - 1)).toBeLessThanOrEqual(2048);
});
