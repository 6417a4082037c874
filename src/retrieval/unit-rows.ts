// Vectors of length 1, whose products are cosines.
import { UserError } from '../util/errors.ts';

/** Vectors side by side, each of length 1. */
export interface UnitRows {
  /** Row-major, rows of D floats. */
  readonly rows_ND: Float32Array;
  /** D */
  readonly width: number;
}

/**
 * @param path for messages: where the vectors are from
 * @throws UserError naming the row of a vector without a direction
 */
export function toUnitRows(vectors_ND: Float32Array, width: number, path: string): UnitRows {
  const rows_ND = new Float32Array(vectors_ND.length);
  for (let start = 0; start < rows_ND.length; start += width) {
    let square = 0;
    for (let i = start; i < start + width; i++) square += vectors_ND[i] ** 2;
    if (square === 0) {
      throw new UserError(
        `${path}, row ${start / width + 1}: the embedding is all zeros, which is near to nothing; ` +
          `drop the row or embed it again`,
      );
    }
    const scale = 1 / Math.sqrt(square);
    for (let i = start; i < start + width; i++) rows_ND[i] = vectors_ND[i] * scale;
  }
  return { rows_ND, width };
}

/** Cosines are multiples of this, about a millionth. Encoders round: of one picture in two batches they make two vectors. */
export const COSINE_STEP = 2 ** -20;

/** The product of two rows, in 64-bit arithmetic, to the nearest step: the same for copies, whatever else is there. */
export function cosineOf(a: UnitRows, rowA: number, b: UnitRows, rowB: number): number {
  const { width } = a;
  let sum = 0;
  for (let i = 0, x = rowA * width, y = rowB * width; i < width; i++, x++, y++) {
    sum += a.rows_ND[x] * b.rows_ND[y];
  }
  return Math.round(sum / COSINE_STEP) * COSINE_STEP;
}
