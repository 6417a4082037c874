import { expect, test } from 'vitest';
import { prepareFeatures } from '../../../src/contrastive/heads/prepare-features.ts';

/** Of length 1: (0.6, 0.8), (1, 0), (0, 1). */
const table = { embeddings_ND: Float32Array.of(3, 4, 2, 0, 0, 5), width: 2 };
const trained = Int32Array.of(0, 1);

test('unit rows', () => {
  const { rows_NF, mean_F } = prepareFeatures(table, trained, 'unit', 'a');
  expect(mean_F).toBeUndefined();
  expect([...rows_NF].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8, 1, 0, 0, 1]);
});

test('centered: without the mean of those trained on, of length 1 again', () => {
  const { rows_NF, mean_F } = prepareFeatures(table, trained, 'centered', 'a');
  expect(mean_F?.[0]).toBeCloseTo(0.8, 6);
  expect(mean_F?.[1]).toBeCloseTo(0.4, 6);
  // (-0.2, 0.4), (0.2, -0.4), (-0.8, 0.6)
  const [a, b] = [1 / Math.sqrt(5), 2 / Math.sqrt(5)];
  [-a, b, a, -b, -0.8, 0.6].forEach((value, i) => {
    expect(rows_NF[i]).toBeCloseTo(value, 5);
  });
});

test('standardized: each column by its deviation; one that never changes by the average', () => {
  const { rows_NF, scale_F } = prepareFeatures(table, trained, 'standardized', 'a');
  // Deviations 0.2 and 0.4, times the root of 2 columns.
  expect(scale_F?.[1]).toBeCloseTo(0.4 * Math.SQRT2, 6);
  expect(rows_NF[4]).toBeCloseTo(-0.8 / (0.2 * Math.SQRT2), 4);
  const alike = { embeddings_ND: Float32Array.of(0.6, 0.8, 0.6, -0.8), width: 2 };
  const constant = prepareFeatures(alike, Int32Array.of(0, 1), 'standardized', 'a');
  expect(constant.scale_F?.[0]).toBeCloseTo(Math.sqrt(0.32 * 2), 5);
  expect(constant.rows_NF.every(Number.isFinite)).toBe(true);
});

test('a row without direction is named', () => {
  const zeros = { embeddings_ND: new Float32Array(4), width: 2 };
  expect(() => prepareFeatures(zeros, trained, 'unit', 'f.csv')).toThrow(/f\.csv, row 1: .*zeros/);
});
