// Principal components.
import { symmetricEigen } from '../../util/symmetric-eigen.ts';

/** The directions in which points differ most: a rotation of the space, cut off behind the first Z. */
export interface PrincipalComponents {
  readonly mean_D: Float64Array;
  /** Variance along each, largest first; the mean is over the points. */
  readonly variances_Z: Float64Array;
  /** Row i is the i-th direction, of length 1; rows are at right angles. Its largest entry is positive. */
  readonly directions_ZD: Float64Array;
}

/**
 * The first Z principal components of points: eigenvectors of their covariance, in 64 bits one after the other, so that the
 * bits are the same on every processor.
 *
 * Cost: N D^2 / 2 products and some 8 D^3. Give a sample where there are many points: 100 for each dimension are plenty.
 *
 * @param points_ND flat row-major; one or more
 * @param numComponents Z, at most D
 */
export function principalComponents(
  points_ND: Float32Array,
  width: number,
  numComponents: number,
): PrincipalComponents {
  const numPoints = points_ND.length / width;
  const mean_D = new Float64Array(width);
  for (let i = 0; i < points_ND.length; i++) mean_D[i % width] += points_ND[i];
  for (let d = 0; d < width; d++) mean_D[d] /= numPoints;
  const { values_D, vectors_DD } = symmetricEigen(covariance(points_ND, mean_D), width);
  return {
    mean_D,
    // Of a direction without variance an eigenvalue may come out below 0.
    variances_Z: values_D.slice(0, numComponents).map((value) => Math.max(0, value)),
    directions_ZD: vectors_DD.slice(0, numComponents * width),
  };
}

/** A rotation as weights: z = (x - mean) P and back x = z P^T + mean. */
export interface RotationWeights {
  readonly toLatent_DZ: Float32Array;
  /** - mean P */
  readonly offset_Z: Float32Array;
  readonly toInput_ZD: Float32Array;
  readonly mean_D: Float32Array;
}

/** @param latentWidth latents beyond the components are 0 */
export function rotationWeights(
  { mean_D, directions_ZD }: PrincipalComponents,
  latentWidth: number,
): RotationWeights {
  const width = mean_D.length;
  const toLatent_DZ = new Float32Array(width * latentWidth);
  const offset_Z = new Float32Array(latentWidth);
  const toInput_ZD = new Float32Array(latentWidth * width);
  for (let z = 0; z < Math.min(latentWidth, directions_ZD.length / width); z++) {
    let offset = 0;
    for (let d = 0; d < width; d++) {
      const entry = directions_ZD[z * width + d];
      toLatent_DZ[d * latentWidth + z] = entry;
      toInput_ZD[z * width + d] = entry;
      offset -= mean_D[d] * entry;
    }
    offset_Z[z] = offset;
  }
  return { toLatent_DZ, offset_Z, toInput_ZD, mean_D: Float32Array.from(mean_D) };
}

/** Sums go to memory and back once for so many, and still go through the points in their order. */
const POINTS_AT_ONCE = 4;

function covariance(points_ND: Float32Array, mean_D: Float64Array): Float64Array {
  const width = mean_D.length;
  const numPoints = points_ND.length / width;
  const sums_DD = new Float64Array(width * width);
  const points = Array.from({ length: POINTS_AT_ONCE }, () => new Float64Array(width));
  for (let first = 0; first < numPoints; first += POINTS_AT_ONCE) {
    points.forEach((point_D, p) => {
      const isThere = first + p < numPoints;
      for (let d = 0; d < width; d++) {
        point_D[d] = isThere ? points_ND[(first + p) * width + d] - mean_D[d] : 0;
      }
    });
    const [a, b, c, e] = points;
    for (let row = 0; row < width; row++) {
      const start = row * width;
      const [ra, rb, rc, re] = [a[row], b[row], c[row], e[row]];
      for (let d = row; d < width; d++) {
        sums_DD[start + d] = sums_DD[start + d] + ra * a[d] + rb * b[d] + rc * c[d] + re * e[d];
      }
    }
  }
  for (let row = 0; row < width; row++) {
    for (let d = row; d < width; d++) {
      const mean = sums_DD[row * width + d] / numPoints;
      sums_DD[row * width + d] = mean;
      sums_DD[d * width + row] = mean;
    }
  }
  return sums_DD;
}
