import { expect, test } from 'vitest';
import { equalizeLengths } from '../../../../src/quantizer/train/techniques/equal-lengths.ts';
import { Rng } from '../../../../src/util/rng.ts';
import { nearestSlowly, rowOf } from '../../reference.ts';

test('lengths 5 and 1 become 3, directions stay, by hand', () => {
  const rows = Float32Array.of(3, 4, 0, -1);
  equalizeLengths(rows, 2);
  expect([...rows]).toBeAllclose([1.8, 2.4, 0, -3], 1e-6);
});

test('a row of zeros stays', () => {
  const rows = Float32Array.of(0, 0, 0, 2);
  equalizeLengths(rows, 2);
  expect([...rows]).toEqual([0, 0, 0, 1]);
});

test('the nearest row is then the one of the largest cosine', () => {
  const rng = Rng.fromSeed(5);
  const normal = (length: number): Float32Array =>
    Float32Array.from({ length }, () => rng.normal());
  const rows = normal(8 * 3);
  const cosines = (x: readonly number[]): number[] =>
    Array.from({ length: 8 }, (_, k) => {
      const row = rowOf(rows, 3, k);
      return x.reduce((sum, value, d) => sum + value * row[d], 0) / Math.hypot(...row);
    });
  const queries = Array.from({ length: 50 }, () => [...normal(3)]);
  const wanted = queries.map((x) => cosines(x).indexOf(Math.max(...cosines(x))));
  const before = queries.map((x) => nearestSlowly(x, rows));
  equalizeLengths(rows, 3);
  expect(queries.map((x) => nearestSlowly(x, rows))).toEqual(wanted);
  expect(before).not.toEqual(wanted);
});
