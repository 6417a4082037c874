import { expect, test } from 'vitest';
import { bestMatching } from '../../src/metrics/best-matching.ts';
import { prefixChanges } from '../../src/metrics/prefix-changes.ts';
import { Rng } from '../../src/util/rng.ts';

test('the best matching by hand: not the largest weight first', () => {
  // 9 + 1 is less than 8 + 7.
  expect(bestMatching([9, 8, 7, 1], 2, 2)).toEqual(Int32Array.of(1, 0));
  expect(bestMatching([5, 9, 1], 1, 3)).toEqual(Int32Array.of(1));
  expect(bestMatching([5, 9, 1], 3, 1)).toEqual(Int32Array.of(-1, 0, -1));
});

test('the best matching is as good as trying all', () => {
  const rng = Rng.fromSeed(2);
  for (let world = 0; world < 60; world++) {
    const [rows, columns] = [1 + rng.int(5), 1 + rng.int(5)];
    const weight_RC = Float64Array.from({ length: rows * columns }, () => rng.int(10));
    const columnOf = bestMatching(weight_RC, rows, columns);
    const used = columnOf.filter((column) => column >= 0);
    expect(new Set(used).size).toBe(Math.min(rows, columns));
    const sum = columnOf.reduce(
      (total, column, row) => total + (column < 0 ? 0 : weight_RC[row * columns + column]),
      0,
    );
    expect(sum).toBe(bestSum(weight_RC, rows, columns, 0, new Set()));
  }
});

test('codes under other names have not changed, though all of their numbers have', () => {
  const rng = Rng.fromSeed(8);
  const codes_NL = Int32Array.from({ length: 300 * 3 }, () => rng.int(4));
  // New names at each level, other ones below each first code.
  const renamed_NL = codes_NL.map((code, i) =>
    i % 3 === 0 ? (code + 1) % 4 : (code + 1 + codes_NL[i - (i % 3)]) % 4,
  );
  const changes = prefixChanges({ codes_NL, levels: 3 }, { codes_NL: renamed_NL, levels: 3 });
  expect(changes.map(({ changedUpToNames }) => changedUpToNames)).toEqual([0, 0, 0]);
  expect(changes[0].changed).toBe(1);
});

test('by hand: one item of four moves at the first level, another at the second', () => {
  const before = { codes_NL: Int32Array.of(0, 0, 0, 1, 1, 0, 1, 0), levels: 2 };
  // Item 1 goes to the prefix of items 2 and 3; item 3 gets another second code.
  const after = { codes_NL: Int32Array.of(0, 0, 1, 1, 1, 0, 1, 2), levels: 2 };
  expect(prefixChanges(before, after)).toEqual([
    { changed: 1 / 4, changedUpToNames: 1 / 4 },
    { changed: 2 / 4, changedUpToNames: 2 / 4 },
  ]);
});

test('of codes of unequal length, the depths that both have', () => {
  const short = { codes_NL: Int32Array.of(1, 2), levels: 1 };
  const long = { codes_NL: Int32Array.of(1, 7, 2, 7), levels: 2 };
  expect(prefixChanges(short, long)).toEqual([{ changed: 0, changedUpToNames: 0 }]);
});

function bestSum(
  weight_RC: Float64Array,
  rows: number,
  columns: number,
  row: number,
  taken: Set<number>,
): number {
  if (row === rows) return 0;
  // A row may be left out only where there are more rows than columns.
  let best = rows > columns ? bestSum(weight_RC, rows, columns, row + 1, taken) : -Infinity;
  for (let column = 0; column < columns; column++) {
    if (taken.has(column)) continue;
    const rest = bestSum(weight_RC, rows, columns, row + 1, new Set([...taken, column]));
    best = Math.max(best, weight_RC[row * columns + column] + rest);
  }
  return best;
}
