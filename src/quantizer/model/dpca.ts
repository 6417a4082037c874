// Discrete principal component analysis.
import { columnOf } from '../../util/column-of.ts';
import { lloydMax } from './lloyd-max.ts';
import { primeFactors } from './prime-factors.ts';
import { productCodebook, subtractNearestValues } from './product-codebook.ts';

/**
 * Codebooks of discrete PCA, level by level: each cuts what the levels before it left over along a few principal components,
 * each component on its own, so that a code says "high along the first, middle along the second".
 *
 * How many steps a component gets follows from the variance that is left along it: the prime factors of K, largest first,
 * each go to the component with the most left (a component cut into n steps is taken to have 1 / n^2 of it left). K = 3^5
 * makes the paper's ternary codes of five components, 2048 = 2^11 for example 8 x 4 x 4 x 4 x 4. Where the steps lie is
 * fitted to the items (Lloyd-Max).
 *
 * The paper says what it is in one line, "a generalization of residual quantization", with ternary codes along directions
 * like principal components; the allocation by prime factors and Lloyd-Max are ours.
 *
 * @param coordinates_NZ of items along the components, flat row-major; becomes what the last level leaves over
 * @returns codebooks_KZ of each level
 * @see Ramasamy 2025 (arXiv 2506.16698), DPCA; Gersho 1992, Vector Quantization and Signal Compression, 8.3 (allocation)
 */
export function dpcaCodebooks(
  coordinates_NZ: Float32Array,
  width: number,
  codebookSizes: readonly number[],
): Float32Array[] {
  return codebookSizes.map((size) => {
    const steps_Z = allocateSteps(variancesOf(coordinates_NZ, width), size);
    const values_Z = Array.from(steps_Z, (steps, z) =>
      steps === 1 ? Float32Array.of(0) : lloydMax(columnOf(coordinates_NZ, width, z), steps),
    );
    subtractNearestValues(coordinates_NZ, values_Z);
    return productCodebook(values_Z);
  });
}

/** Components that may get steps: one for each prime factor of a size at most, and always those that vary most. */
export function dpcaComponents(codebookSizes: readonly number[]): number {
  return Math.max(1, codebookSizes.flatMap(primeFactors).length);
}

/** Steps along each component, whose product is K. */
export function allocateSteps(variances_Z: Float64Array, size: number): Int32Array {
  const steps_Z = new Int32Array(variances_Z.length).fill(1);
  for (const factor of primeFactors(size)) {
    let most = 0;
    steps_Z.forEach((steps, z) => {
      if (variances_Z[z] / steps ** 2 > variances_Z[most] / steps_Z[most] ** 2) most = z;
    });
    steps_Z[most] *= factor;
  }
  return steps_Z;
}

function variancesOf(coordinates_NZ: Float32Array, width: number): Float64Array {
  const numPoints = coordinates_NZ.length / width;
  const [sums_Z, squares_Z] = [new Float64Array(width), new Float64Array(width)];
  coordinates_NZ.forEach((x, i) => {
    sums_Z[i % width] += x;
    squares_Z[i % width] += x * x;
  });
  return squares_Z.map((square, z) => square / numPoints - (sums_Z[z] / numPoints) ** 2);
}
