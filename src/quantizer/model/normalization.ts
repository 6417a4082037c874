// What happens to embeddings first.
import { tensorIn } from '../../artifacts/checkpoint.ts';
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import { rowSquares } from '../../util/row-squares.ts';

/**
 * What happens to an embedding before the encoder.
 *
 * - `none`: nothing.
 * - `unit-norm`: divided by its length (a row of zeros stays).
 * - `center`: minus the mean of each dimension, then divided by one number for all dimensions, so that the
 *   mean square is 1. Keeps angles and ratios of distances between items.
 * - `standardize`: minus the mean and divided by the deviation of each dimension.
 */
export const NORMALIZATION_NAMES = ['none', 'unit-norm', 'center', 'standardize'] as const;
export type NormalizationName = (typeof NORMALIZATION_NAMES)[number];

/** The figures that a model keeps: x' = (x - mean) * factor, dimension by dimension. */
export interface Normalization {
  readonly name: NormalizationName;
  readonly mean_D: Float32Array;
  readonly factor_D: Float32Array;
}

/** Sums over embeddings for their normalization; `add` them in file order. */
export interface NormalizationMeter {
  add(x_BD: Float32Array): void;
  finish(): Normalization;
}

/** A variance below this share of the square mean is what rounding leaves of a constant, and stays 0. */
const ROUNDING = 1e-14;

export function createNormalizationMeter(
  name: NormalizationName,
  width: number,
): NormalizationMeter {
  // Welford's update: no loss of digits where a mean is large.
  const mean_D = new Float64Array(width);
  const squares_D = new Float64Array(width);
  let count = 0;
  return {
    add(x_BD) {
      if (name === 'none' || name === 'unit-norm') return;
      for (let start = 0; start < x_BD.length; start += width) {
        count += 1;
        for (let d = 0; d < width; d++) {
          const difference = x_BD[start + d] - mean_D[d];
          mean_D[d] += difference / count;
          squares_D[d] += difference * (x_BD[start + d] - mean_D[d]);
        }
      }
    },
    finish() {
      const factor_D = new Float32Array(width).fill(1);
      const toFactor = (variance: number, squareMean: number): number =>
        variance > ROUNDING * squareMean ? 1 / Math.sqrt(variance) : 0;
      if (name === 'standardize') {
        for (let d = 0; d < width; d++) {
          factor_D[d] = toFactor(squares_D[d] / count, mean_D[d] * mean_D[d]);
        }
      } else if (name === 'center') {
        const sum = squares_D.reduce((total, square) => total + square, 0);
        const squareMean = mean_D.reduce((total, mean) => total + mean * mean, 0) / width;
        factor_D.fill(toFactor(sum / (count * width), squareMean));
      }
      return { name, mean_D: Float32Array.from(mean_D), factor_D };
    },
  };
}

/** Normalizes rows in place. The same row gives the same bits wherever it stands. */
export function normalizeRows(x_BD: Float32Array, normalization: Normalization): Float32Array {
  const { name, mean_D, factor_D } = normalization;
  const width = mean_D.length;
  if (name === 'none') return x_BD;
  if (name === 'unit-norm') return toUnitLength(x_BD, width);
  for (let start = 0; start < x_BD.length; start += width) {
    for (let d = 0; d < width; d++) {
      x_BD[start + d] = (x_BD[start + d] - mean_D[d]) * factor_D[d];
    }
  }
  return x_BD;
}

/** Divides rows by their length, in place; a row of zeros stays. */
export function toUnitLength(x_BD: Float32Array, width: number): Float32Array {
  rowSquares(x_BD, width).forEach((square, row) => {
    const factor = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = row * width; i < (row + 1) * width; i++) x_BD[i] *= factor;
  });
  return x_BD;
}

/**
 * The way back, in place: x = x' / factor + mean. Lengths that `unit-norm` took away stay away, and a dimension that was
 * constant is its mean.
 */
export function denormalizeRows(x_BD: Float32Array, normalization: Normalization): Float32Array {
  const { name, mean_D, factor_D } = normalization;
  if (name === 'none' || name === 'unit-norm') return x_BD;
  const width = mean_D.length;
  for (let i = 0; i < x_BD.length; i++) {
    const [mean, factor] = [mean_D[i % width], factor_D[i % width]];
    x_BD[i] = factor === 0 ? mean : x_BD[i] / factor + mean;
  }
  return x_BD;
}

/** For the model's file. */
export function normalizationTensors({
  mean_D,
  factor_D,
}: Normalization): Map<string, NamedTensor> {
  return new Map([
    ['input.mean', { shape: [mean_D.length], values: mean_D }],
    ['input.factor', { shape: [factor_D.length], values: factor_D }],
  ]);
}

export function readNormalization(
  checkpoint: Checkpoint,
  name: NormalizationName,
  width: number,
  path: string,
): Normalization {
  const mean_D = tensorIn(checkpoint, 'input.mean', [width], path);
  return { name, mean_D, factor_D: tensorIn(checkpoint, 'input.factor', [width], path) };
}
