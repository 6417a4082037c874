// K-means with as many points to each center.
import { gatherRows } from '../../util/gather-rows.ts';
import { balancedAssignment } from './balanced-assignment.ts';
import { chooseStart, moveToMeans, nearestCenters } from './kmeans.ts';
import type { Kmeans, KmeansOptions } from './kmeans.ts';
import { createSquareDistances } from './square-distances.ts';

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
    const centers = bench.copy('balanced.centers', centers_KZ);
    const distancesOf = createSquareDistances(bench, centers, width);
    const center_N = balancedAssignment(numPoints, numCenters, (points) =>
      distancesOf(bench.copy('balanced.points', gatherRows(points_NZ, width, points))),
    );
    moveToMeans(centers_KZ, points_NZ, center_N, width);
    if (before !== undefined && center_N.every((center, n) => center === before?.[n])) break;
    before = center_N;
  }
  return { centers_KZ, nearest_N: nearestCenters(bench, points_NZ, centers_KZ, width) };
}
