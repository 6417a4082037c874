import { expect, test } from 'vitest';
import { nearestRows, toDirections } from '../../src/metrics/nearest-rows.ts';
import { Rng } from '../../src/util/rng.ts';

test('directions have length 1 about the weighted mean of the rows', () => {
  // Twice the last row is as good as once with weight 2.
  const directions = toDirections(Float32Array.of(1, 1, 5, 1, 3, 7, 3, 3), 2, [1, 1, 1, 2]);
  // The mean is (3, 3).
  const wanted = [-Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2, 0, 1, 0, 0];
  wanted.forEach((each, i) => expect(directions[i]).toBeCloseTo(each, 6));
});

test('the nearest rows are those that sorting all cosines gives, without itself and its copies', () => {
  const rng = Rng.fromSeed(3);
  const [numRows, width, count] = [60, 5, 7];
  const rows = Float32Array.from({ length: numRows * width }, () => rng.normal());
  rows.copyWithin(10 * width, 4 * width, 5 * width); // row 10 is a copy of row 4
  const directions = toDirections(rows, width, new Float64Array(numRows).fill(1));
  const of = Int32Array.of(4, 0, 10, 59);
  const nearest = nearestRows(directions, { width, of, count, copiesAbove: 1 - 1e-5 });
  const cosine = (a: number, b: number): number => {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += directions[a * width + d] * directions[b * width + d];
    return sum;
  };
  of.forEach((row, place) => {
    const isOther = (other: number): boolean =>
      other !== row && !(Math.min(other, row) === 4 && Math.max(other, row) === 10);
    const sorted = Array.from({ length: numRows }, (_, i) => i)
      .filter(isOther)
      .sort((a, b) => cosine(row, b) - cosine(row, a));
    const found = [...nearest.subarray(place * count, (place + 1) * count)];
    expect(found.toSorted((a, b) => a - b)).toEqual(
      sorted.slice(0, count).toSorted((a, b) => a - b),
    );
    expect(cosine(row, found[0])).toBeGreaterThanOrEqual(cosine(row, found[count - 1]));
  });
});

test('where there are fewer others than wanted, the rest is -1', () => {
  const directions = toDirections(Float32Array.of(1, 0, 0, 1, -1, -1), 2, [1, 1, 1]);
  const nearest = nearestRows(directions, {
    ...{ width: 2, of: Int32Array.of(0), count: 4, copiesAbove: 0.999 },
  });
  expect([...nearest.subarray(2)]).toEqual([-1, -1]);
});
