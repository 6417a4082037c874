import { expect, test } from 'vitest';
import { allocateSteps, dpcaCodebooks } from '../../../src/quantizer/model/dpca.ts';
import { lloydMax } from '../../../src/quantizer/model/lloyd-max.ts';
import { primeFactors } from '../../../src/quantizer/model/prime-factors.ts';
import { Rng } from '../../../src/util/rng.ts';

test('prime factors, largest first', () => {
  expect(primeFactors(1)).toEqual([]);
  expect(primeFactors(12)).toEqual([3, 2, 2]);
  expect(primeFactors(2 * 97)).toEqual([97, 2]);
  expect(primeFactors(243)).toEqual([3, 3, 3, 3, 3]);
});

test('each factor goes where most variance is left', () => {
  // 16 and 6: a first 2 leaves 4 of 16, then 6 is most and leaves 1.5, then 4 leaves 1.
  expect([...allocateSteps(Float64Array.of(16, 6, 0), 8)]).toEqual([4, 2, 1]);
  expect([...allocateSteps(Float64Array.of(16, 6, 0), 2)]).toEqual([2, 1, 1]);
  // The 3 first, to 9; then 2 to 4.
  expect([...allocateSteps(Float64Array.of(4, 9), 6)]).toEqual([2, 3]);
  expect([...allocateSteps(Float64Array.of(5, 5), 7)]).toEqual([7, 1]);
});

test('Lloyd-Max by hand and against every cut of the line', () => {
  expect([...lloydMax(Float32Array.of(9, 0, 1, 10), 2)]).toEqual([0.5, 9.5]);
  expect([...lloydMax(Float32Array.of(3, 3, 3), 2)]).toEqual([3, 3]);
  const rng = Rng.fromSeed(2);
  const numbers = Float32Array.from({ length: 60 }, () => rng.uniform() + 2 * rng.int(2));
  const errorOf = (values: readonly number[]): number =>
    numbers.reduce((sum, x) => sum + Math.min(...values.map((v) => (x - v) ** 2)), 0);
  const sorted = [...numbers].sort((a, b) => a - b);
  const mean = (part: readonly number[]): number =>
    part.reduce((sum, x) => sum + x, 0) / part.length;
  const cuts = sorted
    .slice(1)
    .map((_, i) => [mean(sorted.slice(0, i + 1)), mean(sorted.slice(i + 1))]);
  const best = Math.min(...cuts.map(errorOf));
  expect(errorOf([...lloydMax(numbers, 2)])).toBeCloseTo(best, 5);
});

test('points on a grid are coded without a rest; the second level codes what is left', () => {
  // Four values along the first axis (variance 26), two along the second (9): level 1 cuts 2 x 2, level 2 the first again.
  const points = [-6, -4, 4, 6].flatMap((a) => [-3, 3].flatMap((b) => [a, b]));
  const left = Float32Array.from(points);
  const [first, second] = dpcaCodebooks(left, 2, [4, 2]);
  expect([...left].every((x) => Math.abs(x) < 1e-6)).toBe(true);
  expect([...second]).toEqual([-1, 0, 1, 0]);
  expect([...first]).toEqual([-5, -3, -5, 3, 5, -3, 5, 3]);
});

test('the nearest row of the whole codebook leaves the rest that was subtracted axis by axis', () => {
  const [numPoints, width] = [100, 5];
  const rng = Rng.fromSeed(9);
  const points = Float32Array.from(
    { length: numPoints * width },
    (_, i) => rng.normal() * [3, 2, 1, 0.5, 0.1][i % width],
  );
  const left = points.slice();
  const [codebook] = dpcaCodebooks(left, width, [48]);
  expect(codebook.length).toBe(48 * width);
  for (let n = 0; n < numPoints; n++) {
    const rests = Array.from({ length: 48 }, (_, k) =>
      Array.from({ length: width }, (_, z) => points[n * width + z] - codebook[k * width + z]),
    );
    const squares = rests.map((rest) => rest.reduce((sum, x) => sum + x * x, 0));
    const nearest = rests[squares.indexOf(Math.min(...squares))];
    nearest.forEach((x, z) => expect(left[n * width + z]).toBeCloseTo(x, 5));
  }
});
