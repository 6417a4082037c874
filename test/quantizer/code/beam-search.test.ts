import { expect, test } from 'vitest';
import { beamCodes } from '../../../src/quantizer/code/beam-search.ts';
import { Rng } from '../../../src/util/rng.ts';
import {
  allCodes,
  greedySlowly,
  leftSlowly,
  randomCodebooks,
  randomLatents,
} from './random-codebooks.ts';

const SIZES = [5, 4, 3];
const model = randomCodebooks(Rng.fromSeed(3), SIZES);
const z_NZ = randomLatents(Rng.fromSeed(4), 60);
const latent = (item: number): Float32Array => z_NZ.subarray(item * 4, (item + 1) * 4);
const greedy_NL = Int32Array.from(
  Array.from({ length: 60 }, (_, item) => greedySlowly(model, latent(item))).flat(),
);
const left = (codes_NL: Int32Array): number[] =>
  Array.from({ length: 60 }, (_, item) =>
    leftSlowly(model, latent(item), [...codes_NL.subarray(item * 3, (item + 1) * 3)]),
  );

test('one path gives the greedy codes, a copy of them', () => {
  const codes_NL = beamCodes(model, z_NZ, greedy_NL, 1);
  expect(codes_NL).toEqual(greedy_NL);
  expect(codes_NL).not.toBe(greedy_NL);
});

test('a beam as wide as all paths finds what trying all codes finds', () => {
  const all = allCodes(SIZES);
  const best = Array.from({ length: 60 }, (_, item) =>
    Math.min(...all.map((codes) => leftSlowly(model, latent(item), codes))),
  );
  left(beamCodes(model, z_NZ, greedy_NL, 60)).forEach((each, item) =>
    expect(each).toBeCloseTo(best[item], 10),
  );
  // The greedy codes are not the best of many: else this would show nothing.
  const worse = left(greedy_NL).filter((each, item) => each > best[item] + 1e-9);
  expect(worse.length).toBeGreaterThan(15);
});

test('a narrow beam leaves no item worse than level by level, and many better', () => {
  const [before, after] = [left(greedy_NL), left(beamCodes(model, z_NZ, greedy_NL, 3))];
  after.forEach((each, item) => expect(each).toBeLessThanOrEqual(before[item]));
  expect(after.filter((each, item) => each < before[item]).length).toBeGreaterThan(15);
});

test('of two that leave the same, the earlier path and the lower code; and greedy codes stay', () => {
  const values = Float32Array.of(1, 1, 0, 0);
  const twins = { codebooks: { values } as never, codebookSizes: [2, 2], latentWidth: 1 };
  expect([...beamCodes(twins, Float32Array.of(1), Int32Array.of(0, 0), 4)]).toEqual([0, 0]);
  expect([...beamCodes(twins, Float32Array.of(1), Int32Array.of(1, 1), 4)]).toEqual([1, 1]);
});
