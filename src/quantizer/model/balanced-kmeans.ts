// K-means with as many points to each center.
import { multiplyPacked, packMatrix } from '../../nn/packed-matrix.ts';
import type { Workbench } from '../../nn/workbench.ts';
import { gatherRows } from '../../util/gather-rows.ts';
import { balancedAssignment } from './balanced-assignment.ts';
import type { SquareDistances } from './balanced-assignment.ts';
import { chooseStart, moveToMeans, nearestCenters } from './kmeans.ts';
import type { Kmeans, KmeansOptions } from './kmeans.ts';

/**
 * Lloyd's algorithm from a k-means++ start in which no center has more than ceil(N / K) points (balanced-assignment.ts).
 * OneRec fills its clusters one after the other, each with the nearest that are left, so that the last gets what nobody
 * wanted; here all choose at once.
 *
 * What it finds are centers. Codes are by the nearest of them afterward, new items come one by one, so that use is more even
 * than after k-means but not equal.
 *
 * Cost: that of k-means for each round, whose products are the same, and a pass over all N K distances. It takes all rounds:
 * it rarely settles.
 *
 * @returns the nearest center of each point, not that of its last assignment
 * @see Deng 2025 (arXiv 2502.18965), Algorithm 1
 */
export async function balancedKmeans(
  points_NZ: Float32Array,
  width: number,
  options: KmeansOptions,
): Promise<Kmeans> {
  const { bench, numCenters, rounds, rng, pause } = options;
  const numPoints = points_NZ.length / width;
  const centers_KZ = chooseStart(points_NZ, width, numCenters, rng);
  let before: Int32Array | undefined;
  for (let round = 0; round < rounds; round++) {
    await pause();
    const squareDistances = createSquareDistances(bench, points_NZ, centers_KZ, width);
    const center_N = balancedAssignment(numPoints, numCenters, squareDistances);
    moveToMeans(centers_KZ, points_NZ, center_N, width);
    if (before !== undefined && center_N.every((center, n) => center === before?.[n])) break;
    before = center_N;
  }
  return { centers_KZ, nearest_N: nearestCenters(bench, points_NZ, centers_KZ, width) };
}

/** |x - c|^2 = |x|^2 + |c|^2 - 2 x c of some points to all centers; void when it is made for others. */
function createSquareDistances(
  bench: Workbench,
  points_NZ: Float32Array,
  centers_KZ: Float32Array,
  width: number,
): SquareDistances {
  const centers = bench.copy('balanced.centers', centers_KZ);
  const packed = packMatrix(bench, 'balanced.panels', centers, width, { isTransposed: true });
  const squares_K = squaresOf(centers_KZ, width);
  const numCenters = squares_K.length;
  return (points) => {
    const x_BZ = bench.copy('balanced.points', gatherRows(points_NZ, width, points));
    const products_BK = bench.scratch.float32('balanced.products', points.length * numCenters);
    multiplyPacked(bench, x_BZ, packed, products_BK);
    squaresOf(x_BZ, width).forEach((square, row) => {
      for (let k = 0, i = row * numCenters; k < numCenters; k++, i++) {
        products_BK[i] = square + squares_K[k] - 2 * products_BK[i];
      }
    });
    return products_BK;
  };
}

function squaresOf(rows_XZ: Float32Array, width: number): Float64Array {
  const squares_X = new Float64Array(rows_XZ.length / width);
  for (let i = 0; i < rows_XZ.length; i++) squares_X[Math.floor(i / width)] += rows_XZ[i] ** 2;
  return squares_X;
}
