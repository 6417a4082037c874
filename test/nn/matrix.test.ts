import { expect, test } from 'vitest';
import {
  add,
  matmul,
  multiply,
  scaleColumns,
  scaleRows,
  sumRows,
  transpose,
} from '../../src/nn/matrix.ts';

/** 1 2 3 / 4 5 6 */
const a_23 = Float32Array.of(1, 2, 3, 4, 5, 6);
/** 1 0 / 2 1 / 0 3 */
const b_32 = Float32Array.of(1, 0, 2, 1, 0, 3);

test('products by hand', () => {
  expect([...matmul(a_23, b_32, 3)]).toEqual([5, 11, 14, 23]);
  expect([...matmul(Float32Array.of(2, 3), Float32Array.of(1, 10), 1)]).toEqual([2, 20, 3, 30]);
  expect([...matmul(transpose(b_32, 2), transpose(a_23, 3), 3)]).toEqual([5, 14, 11, 23]);
});

test('a transpose has the rows as columns', () => {
  expect([...transpose(a_23, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
});

test('factors of rows and of columns, and sums', () => {
  expect([...scaleRows(Float32Array.of(2, -1), a_23)]).toEqual([2, 4, 6, -4, -5, -6]);
  expect([...scaleColumns(a_23, Float32Array.of(0, 1, 2))]).toEqual([0, 2, 6, 0, 5, 12]);
  expect([...sumRows(a_23, 3)]).toEqual([5, 7, 9]);
  expect([...add(a_23, b_32)]).toEqual([2, 2, 5, 5, 5, 9]);
  expect([...multiply(a_23, b_32)]).toEqual([1, 0, 6, 4, 0, 18]);
});
