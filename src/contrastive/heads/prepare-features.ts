// Features of frozen encoders as heads take them.
import { normalizeRows } from '../../embed/encoder.ts';
import { toUnitRows } from '../../retrieval/unit-rows.ts';
import type { FeatureForm } from './head-settings.ts';

/** Of every item that has features, with what was learned from those trained on. */
export interface PreparedFeatures {
  /** Row-major, F floats an item. */
  readonly rows_NF: Float32Array;
  /** F */
  readonly width: number;
  /** What was subtracted from rows of length 1; of form `unit` nothing. */
  readonly mean_F?: Float32Array;
  /** Of form `standardized`: what columns were divided by; rows have a mean square length of 1 then. */
  readonly scale_F?: Float32Array;
}

/**
 * Prepares all rows alike.
 *
 * @param vectors_NF of any length
 * @param trained rows whose mean and deviations are taken, each once for each time it stands there
 * @param path for messages
 * @throws UserError naming the row of a vector of zeros
 */
export function prepareFeatures(
  {
    embeddings_ND: vectors_NF,
    width,
  }: { readonly embeddings_ND: Float32Array; readonly width: number },
  trained: Int32Array,
  form: FeatureForm,
  path: string,
): PreparedFeatures {
  const { rows_ND: rows_NF } = toUnitRows(vectors_NF, width, path);
  if (form === 'unit') return { rows_NF, width };
  const mean_F = meanOf(trained, width, (row, f) => rows_NF[row * width + f]);
  eachRow(rows_NF, width, (row_F) => {
    for (let f = 0; f < width; f++) row_F[f] -= mean_F[f];
  });
  if (form === 'centered') {
    // A row of zeros, which is the mean, stays one.
    normalizeRows(rows_NF, width);
    return { rows_NF, width, mean_F };
  }
  const scale_F = meanOf(trained, width, (row, f) => rows_NF[row * width + f] ** 2);
  const meanSquare = scale_F.reduce((sum, square) => sum + square, 0) / width;
  // A column that never changes in training may do so later: it is scaled as the others are on average.
  for (let f = 0; f < width; f++) {
    const square = scale_F[f] > 1e-6 * meanSquare ? scale_F[f] : meanSquare;
    scale_F[f] = Math.sqrt(square * width) || 1;
  }
  eachRow(rows_NF, width, (row_F) => {
    for (let f = 0; f < width; f++) row_F[f] /= scale_F[f];
  });
  return { rows_NF, width, mean_F, scale_F };
}

/** Columns' means over some rows, in 64-bit arithmetic. */
function meanOf(
  rows: Int32Array,
  width: number,
  at: (row: number, f: number) => number,
): Float32Array {
  const sum_F = new Float64Array(width);
  for (const row of rows) for (let f = 0; f < width; f++) sum_F[f] += at(row, f);
  return Float32Array.from(sum_F, (sum) => sum / rows.length);
}

function eachRow(
  rows_NF: Float32Array,
  width: number,
  change: (row_F: Float32Array) => void,
): void {
  for (let start = 0; start < rows_NF.length; start += width) {
    change(rows_NF.subarray(start, start + width));
  }
}
