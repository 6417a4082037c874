import { expect, test } from 'vitest';
import { placeNextBest } from '../../../src/quantizer/code/place-next-best.ts';
import { Rng } from '../../../src/util/rng.ts';
import { allCodes, greedySlowly, randomCodebooks, randomLatents } from './random-codebooks.ts';

/** Codes 0, 10, 20 and behind them 0, 1, 2, on a line. */
const line = {
  codebooks: { values: Float32Array.of(0, 10, 20, 0, 1, 2) } as never,
  codebookSizes: [3, 3],
  latentWidth: 1,
};
const NOTHING = { codes_EL: new Int32Array(0), sameness_E: null };

function itemsAt(...places: number[]) {
  const codes = places.flatMap((z) => greedySlowly(line, Float32Array.of(z)));
  return {
    itemIds: places.map((_, i) => `i${i}`),
    z_NZ: Float32Array.from(places),
    codes_NL: Int32Array.from(codes),
    sameness_N: null,
  };
}

test('by hand: the nearest item keeps its codes, the others get the nearest that are free', () => {
  // i1 stands on 10 + 1; i0 is 0.1 off, and 10 + 2 is nearer to it than 10 + 0; i2 has 10 + 0 left.
  const placed = placeNextBest(line, itemsAt(11.1, 11, 10.8), NOTHING, 1);
  expect([...placed]).toEqual([1, 2, 1, 1, 1, 0]);
  // With two places each, only the last to come goes elsewhere.
  expect([...placeNextBest(line, itemsAt(11.1, 11, 10.8), NOTHING, 2)]).toEqual([1, 1, 1, 1, 1, 0]);
});

test('where a prefix is full, the next nearest code of the level before', () => {
  const four = itemsAt(11, 11, 11, 11);
  // 10 + 1, then 10 + 0 (as near as 10 + 2: the lower code), 10 + 2, and last 20 + 0 (20 is nearer to 11 than 0).
  expect([...placeNextBest(line, four, NOTHING, 1)]).toEqual([1, 1, 1, 0, 1, 2, 2, 0]);
});

test('places that are taken already, and duplicates that share one', () => {
  const before = { codes_EL: Int32Array.of(1, 1), sameness_E: ['x'] };
  const two = { ...itemsAt(11, 11), sameness_N: ['x', 'y'] };
  expect([...placeNextBest(line, two, before, 1)]).toEqual([1, 1, 1, 0]);
  const twins = { ...itemsAt(11, 11, 11), sameness_N: ['y', 'y', 'z'] };
  expect([...placeNextBest(line, twins, NOTHING, 1)]).toEqual([1, 1, 1, 1, 1, 0]);
});

test('as many items as there are places: each ID once, and one more is too many', () => {
  const sizes = [3, 2, 4];
  const model = randomCodebooks(Rng.fromSeed(5), sizes);
  const z_NZ = randomLatents(Rng.fromSeed(6), 25);
  const codes = Array.from({ length: 25 }, (_, i) =>
    greedySlowly(model, z_NZ.slice(4 * i, 4 * i + 4)),
  );
  const items = (count: number) => ({
    itemIds: Float64Array.from({ length: count }, (_, i) => i),
    z_NZ: z_NZ.slice(0, 4 * count),
    codes_NL: Int32Array.from(codes.slice(0, count).flat()),
    sameness_N: null,
  });
  const placed = placeNextBest(model, items(24), NOTHING, 1);
  const ids = Array.from({ length: 24 }, (_, i) => placed.subarray(3 * i, 3 * i + 3).join());
  expect(ids.toSorted()).toEqual(
    allCodes(sizes)
      .map((each) => each.join())
      .toSorted(),
  );
  expect(() => placeNextBest(model, items(25), NOTHING, 1)).toThrow(
    /all 24 places are taken \(3 x 2 x 4 codes, 1 of each\)/,
  );
});
