import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  fsqCodebooks,
  fsqDimensions,
  fsqHalfWidths,
  fsqSteps,
} from '../../../src/quantizer/model/fsq.ts';
import { Rng } from '../../../src/util/rng.ts';

interface Golden {
  readonly points: readonly (readonly number[])[];
  readonly quantized: readonly (readonly number[])[];
  readonly grids: readonly (readonly (readonly number[])[])[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/quantizer/residual-fsq.json', import.meta.url), 'utf8'),
) as Golden;

test('about eight steps along each dimension, more along the first', () => {
  expect([2, 64, 256, 2048, 4096].map((size) => fsqDimensions([size]))).toEqual([1, 2, 3, 4, 4]);
  expect(fsqSteps(2048, 4)).toEqual([8, 8, 8, 4]);
  expect(fsqSteps(12, 2)).toEqual([4, 3]);
  expect(fsqSteps(17, 2)).toEqual([17, 1]);
});

test("grids and what they round to are ResidualFSQ's of vector-quantize-pytorch", () => {
  const codebooks = fsqCodebooks([1, 1], [12, 12]);
  codebooks.forEach((codebook_KZ, level) => {
    // There the first dimension goes round fastest.
    const rows = golden.grids[level].toSorted((a, b) => a[0] - b[0] || a[1] - b[1]).flat();
    rows.forEach((value, i) => expect(codebook_KZ[i]).toBeCloseTo(value, 6));
  });
  golden.points.forEach((point, n) => {
    const sum = [0, 0];
    for (const codebook_KZ of codebooks) {
      const rest = point.map((x, z) => x - sum[z]);
      const rows = Array.from({ length: 12 }, (_, k) => [
        ...codebook_KZ.subarray(2 * k, 2 * k + 2),
      ]);
      const squares = rows.map((row) => row.reduce((all, x, z) => all + (x - rest[z]) ** 2, 0));
      rows[squares.indexOf(Math.min(...squares))].forEach((x, z) => (sum[z] += x));
    }
    sum.forEach((x, z) => expect(x).toBeCloseTo(golden.quantized[n][z], 5));
  });
});

test('the width of the grid is that of the least error', () => {
  // Two values for a standard normal: at plus and minus 0.8 of a deviation (Max 1960: 0.798).
  const rng = Rng.fromSeed(4);
  const x_N = Float32Array.from({ length: 20_000 }, () => rng.normal());
  expect(fsqHalfWidths(x_N, 1, 2)[0]).toBeCloseTo(0.8, 1);
  // Eight values, half a step of 0.586 to either side: 2.05.
  expect(fsqHalfWidths(x_N, 1, 8)[0]).toBeCloseTo(2.05, 0);
  expect(fsqHalfWidths(new Float32Array(4), 1, 8)).toEqual([0]);
});
