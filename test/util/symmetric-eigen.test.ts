import { expect, test } from 'vitest';
import { Rng } from '../../src/util/rng.ts';
import { symmetricEigen } from '../../src/util/symmetric-eigen.ts';

/** The largest entry of A v - value v over all pairs, and of V V' - 1. */
function errorsOf(matrix_DD: Float64Array, size: number): readonly [pairs: number, angles: number] {
  const { values_D, vectors_DD } = symmetricEigen(matrix_DD, size);
  let [pairs, angles] = [0, 0];
  for (let i = 0; i < size; i++) {
    const v = vectors_DD.subarray(i * size, (i + 1) * size);
    for (let row = 0; row < size; row++) {
      let [product, dot] = [0, 0];
      for (let k = 0; k < size; k++) {
        product += matrix_DD[row * size + k] * v[k];
        dot += vectors_DD[row * size + k] * v[k];
      }
      pairs = Math.max(pairs, Math.abs(product - values_D[i] * v[row]));
      angles = Math.max(angles, Math.abs(dot - (row === i ? 1 : 0)));
    }
  }
  return [pairs, angles];
}

test('by hand: (2 1; 1 2) has 3 along (1, 1) and 1 along (1, -1)', () => {
  const { values_D, vectors_DD } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  expect([...values_D]).toEqual([expect.closeTo(3, 14), expect.closeTo(1, 14)]);
  const r = Math.SQRT1_2;
  const [a, b, c, d] = vectors_DD;
  expect([a, b, Math.abs(c), Math.abs(d)]).toEqual(Array(4).fill(expect.closeTo(r, 14)));
  expect(c * d).toBeLessThan(0);
});

test("the Hilbert matrix of 5 has numpy's eigenvalues", () => {
  const matrix = Float64Array.from({ length: 25 }, (_, i) => 1 / (Math.floor(i / 5) + (i % 5) + 1));
  const wanted = [
    1.567050691098231, 0.2085342186110134, 0.0114074916234198, 0.0003058980401512,
    0.0000032879287722,
  ];
  const { values_D } = symmetricEigen(matrix, 5);
  values_D.forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 14));
});

test('vectors are at right angles and what the matrix does to them is to stretch', () => {
  const rng = Rng.fromSeed(1);
  for (const size of [1, 2, 3, 10, 61]) {
    const matrix = new Float64Array(size * size);
    for (let row = 0; row < size; row++) {
      for (let i = 0; i <= row; i++) {
        matrix[row * size + i] = matrix[i * size + row] = rng.uniform() - 0.5;
      }
    }
    const [pairs, angles] = errorsOf(matrix, size);
    expect(pairs).toBeLessThan(1e-13);
    expect(angles).toBeLessThan(1e-13);
    const { values_D } = symmetricEigen(matrix, size);
    expect([...values_D]).toEqual([...values_D].sort((a, b) => b - a));
  }
});

test('fewer points than dimensions, as of a small catalog: as many values as points differ, and zeros', () => {
  for (const [numPoints, size] of [
    [20, 100],
    [18, 128],
  ]) {
    for (const seed of [1, 2, 3]) {
      const rng = Rng.fromSeed(seed);
      const points = Float64Array.from({ length: numPoints * size }, () => rng.normal());
      for (let d = 0; d < size; d++) {
        let mean = 0;
        for (let point = 0; point < numPoints; point++)
          mean += points[point * size + d] / numPoints;
        for (let point = 0; point < numPoints; point++) points[point * size + d] -= mean;
      }
      const matrix = Float64Array.from({ length: size * size }, (_, i) => {
        let sum = 0;
        for (let point = 0; point < numPoints; point++) {
          sum += points[point * size + Math.floor(i / size)] * points[point * size + (i % size)];
        }
        return sum / numPoints;
      });
      const [pairs, angles] = errorsOf(matrix, size);
      expect(pairs).toBeLessThan(1e-11);
      expect(angles).toBeLessThan(1e-12);
      const { values_D } = symmetricEigen(matrix, size);
      expect(values_D[numPoints - 2]).toBeGreaterThan(0.1);
      expect(Math.abs(values_D[numPoints - 1])).toBeLessThan(1e-12);
    }
  }
});

test('awkward ones: zeros, a diagonal, equal values, one direction only, huge beside tiny', () => {
  const ones = new Float64Array(36).fill(1);
  expect(symmetricEigen(ones, 6).values_D[0]).toBeCloseTo(6, 13);
  const diagonal = new Float64Array(16);
  [3, -1, 7, 3].forEach((value, i) => (diagonal[5 * i] = value));
  expect([...symmetricEigen(diagonal, 4).values_D]).toEqual([7, 3, 3, -1]);
  const steep = Float64Array.of(1e12, 1, 0, 1, 1e-6, 1e-7, 0, 1e-7, 1);
  for (const [matrix, size, least] of [
    [new Float64Array(9), 3, 1e-15],
    [ones, 6, 1e-13],
    [diagonal, 4, 1e-15],
    [steep, 3, 1e-3],
  ] as const) {
    const [pairs, angles] = errorsOf(matrix, size);
    expect(pairs).toBeLessThan(least);
    expect(angles).toBeLessThan(1e-13);
  }
  expect(() => symmetricEigen(Float64Array.of(NaN, 1, 1, 2), 2)).toThrow('not all are numbers');
});
