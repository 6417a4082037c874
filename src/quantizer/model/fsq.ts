// Residual finite scalar quantization.
import { columnOf } from '../../util/column-of.ts';
import { primeFactors } from './prime-factors.ts';
import { nearestValue, productCodebook } from './product-codebook.ts';

/** Steps along a dimension that FSQ likes best: of K codes there are about log_8 K dimensions. */
const USUAL_STEPS = 8;

/** Widths of the grid that are tried, in standard deviations. */
const HALF_WIDTHS = Array.from({ length: 36 }, (_, i) => 0.5 + 0.1 * i);

/** Dimensions of the grid: as few as make about eight steps each. 64 -> 2, 2048 -> 4. */
export function fsqDimensions(codebookSizes: readonly number[]): number {
  return Math.max(1, Math.round(Math.log2(Math.max(...codebookSizes)) / Math.log2(USUAL_STEPS)));
}

/** Steps along each dimension, as equal as the prime factors of K allow, more of them first: 2048 -> 8, 8, 8, 4. */
export function fsqSteps(size: number, dimensions: number): number[] {
  const steps = Array<number>(dimensions).fill(1);
  for (const factor of primeFactors(size)) steps[steps.indexOf(Math.min(...steps))] *= factor;
  return steps.sort((a, b) => b - a);
}

/**
 * Codebooks of residual FSQ: each is a grid of evenly spaced values along a few dimensions, and each level's grid divides
 * the cells of the one before it: with n steps from -c to c it is n times as narrow. The nearest row of a grid is what FSQ
 * rounds to, with what lies beyond the border at the border.
 *
 * @param halfWidth_Z c of each dimension
 * @returns codebooks_KZ of each level
 * @see Mentzer 2023 (arXiv 2309.15505), FSQ; ResidualFSQ of vector-quantize-pytorch, whose grids these are with c = 1
 */
export function fsqCodebooks(
  halfWidth_Z: readonly number[],
  codebookSizes: readonly number[],
): Float32Array[] {
  const scale_Z = [...halfWidth_Z];
  return codebookSizes.map((size) => {
    const values_Z = fsqSteps(size, scale_Z.length).map((steps, z) => {
      const values = evenValues(steps).map((value) => value * scale_Z[z]);
      scale_Z[z] /= steps;
      return values;
    });
    return productCodebook(values_Z);
  });
}

/**
 * The half-widths c with which the first level's grid has the least square error.
 *
 * @param coordinates_NZ of items along the dimensions, flat row-major, around 0
 */
export function fsqHalfWidths(
  coordinates_NZ: Float32Array,
  dimensions: number,
  size: number,
): number[] {
  return fsqSteps(size, dimensions).map((steps, z) =>
    halfWidthOf(columnOf(coordinates_NZ, dimensions, z), steps),
  );
}

/** From -1 to 1; 0 alone. */
function evenValues(steps: number): Float32Array {
  return Float32Array.from({ length: steps }, (_, i) =>
    steps === 1 ? 0 : (2 * i) / (steps - 1) - 1,
  );
}

function halfWidthOf(x_N: Float32Array, steps: number): number {
  const deviation = Math.sqrt(x_N.reduce((sum, x) => sum + x * x, 0) / x_N.length);
  if (steps === 1 || deviation === 0) return deviation;
  let [best, least] = [deviation, Infinity];
  for (const width of HALF_WIDTHS) {
    const values = evenValues(steps).map((value) => value * width * deviation);
    let error = 0;
    for (const x of x_N) error += (x - values[nearestValue(values, x)]) ** 2;
    if (error < least) [best, least] = [width * deviation, error];
  }
  return best;
}
