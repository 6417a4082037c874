import { expect, test } from 'vitest';
import { createPartnerDraw } from '../../src/metrics/prefix-partners.ts';
import { Rng } from '../../src/util/rng.ts';

/** Items 0 to 5. The last has the second code of the first, but another first one. */
const codes = { codes_NL: Int32Array.of(0, 1, 0, 1, 0, 2, 1, 0, 0, 2, 1, 1), levels: 2 };
const ALL = Int32Array.of(0, 1, 2, 3, 4, 5);

function drawnFor(item: number, depth: number, candidates = ALL): number[] {
  const draw = createPartnerDraw(codes, depth, candidates, Rng.fromSeed(3));
  return [...new Set(Array.from({ length: 200 }, () => draw(item)))].sort((a, b) => a - b);
}

test('depth 0: any item but itself', () => {
  expect(drawnFor(2, 0)).toEqual([0, 1, 3, 4, 5]);
});

test('deeper: the same first codes, and never itself', () => {
  expect(drawnFor(0, 1)).toEqual([1, 2, 4]);
  expect(drawnFor(0, 2)).toEqual([1]);
  expect(drawnFor(2, 2)).toEqual([4]);
  expect(drawnFor(3, 1)).toEqual([5]);
  expect(drawnFor(3, 2)).toEqual([-1]);
});

test('only candidates are drawn; who is none of them may still ask', () => {
  expect(drawnFor(0, 1, Int32Array.of(4, 3))).toEqual([4]);
  expect(drawnFor(4, 1, Int32Array.of(4, 3))).toEqual([-1]);
});

test('each with the same probability', () => {
  const draw = createPartnerDraw(codes, 1, ALL, Rng.fromSeed(1));
  const counts = new Map<number, number>();
  for (let i = 0; i < 3000; i++) {
    const item = draw(1);
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  // 1000 each, standard deviation 26.
  for (const item of [0, 2, 4]) expect(Math.abs((counts.get(item) ?? 0) - 1000)).toBeLessThan(110);
});
