// K-means++ and Lloyd.
import type { Workbench } from '../../nn/workbench.ts';
import type { Rng } from '../../util/rng.ts';
import { createCodebookSearch } from './codebook-search.ts';

export interface KmeansOptions {
  /** Where points and centers are multiplied. */
  readonly bench: Workbench;
  /** K: centers; at most the number of points. */
  readonly numCenters: number;
  /** Rounds of Lloyd's algorithm at most; fewer where nothing changes any more. */
  readonly rounds: number;
  readonly rng: Rng;
  /** Called before each round; what it throws ends the work. */
  readonly pause: () => Promise<void>;
}

export interface Kmeans {
  readonly centers_KZ: Float32Array;
  /** The nearest center of each point; a tie goes to the lower index. */
  readonly nearest_N: Int32Array;
}

/** K-means, or another way to as many centers. */
export type FindCenters = (
  points_NZ: Float32Array,
  width: number,
  options: KmeansOptions,
) => Promise<Kmeans>;

/** Points for each center that the start is chosen from: each of its K steps is a pass over them. */
const START_POINTS_PER_CENTER = 4;
const ROWS_PER_CHUNK = 8192;

/**
 * Lloyd's algorithm from a k-means++ start. A center that loses its last point is set on the point that is
 * farthest from its own.
 *
 * @param points_NZ flat row-major
 * @see Arthur 2007, k-means++: the advantages of careful seeding
 */
export async function kmeans(
  points_NZ: Float32Array,
  width: number,
  options: KmeansOptions,
): Promise<Kmeans> {
  const { bench, numCenters, rounds, rng, pause } = options;
  const numPoints = points_NZ.length / width;
  if (numPoints < numCenters) {
    throw new Error(`k-means needs ${numCenters} points or more, got ${numPoints}`);
  }
  const centers_KZ = chooseStart(points_NZ, width, numCenters, rng);
  let nearest_N = nearestCenters(bench, points_NZ, centers_KZ, width);
  for (let round = 0; round < rounds; round++) {
    await pause();
    moveToMeans(centers_KZ, points_NZ, nearest_N, width);
    const next_N = nearestCenters(bench, points_NZ, centers_KZ, width);
    const isSettled = next_N.every((center, i) => center === nearest_N[i]);
    nearest_N = next_N;
    if (isSettled) break;
  }
  return { centers_KZ, nearest_N };
}

/** k-means++: each next center is a point drawn by its square distance from those that are there. */
export function chooseStart(
  points_NZ: Float32Array,
  width: number,
  numCenters: number,
  rng: Rng,
): Float32Array {
  const order = rng.shuffle(Int32Array.from({ length: points_NZ.length / width }, (_, i) => i));
  const candidates = order.subarray(0, START_POINTS_PER_CENTER * numCenters);
  const squares = new Float64Array(candidates.length).fill(Infinity);
  const centers_KZ = new Float32Array(numCenters * width);
  let chosen = 0;
  for (let k = 0; k < numCenters; k++) {
    const start = candidates[chosen] * width;
    centers_KZ.set(points_NZ.subarray(start, start + width), k * width);
    let total = 0;
    candidates.forEach((point, i) => {
      if (squares[i] > 0) {
        const square = squareDistance(points_NZ, point * width, centers_KZ, k * width, width);
        squares[i] = Math.min(squares[i], square);
      }
      total += squares[i];
    });
    // Where fewer points differ than there are centers, any will do.
    chosen = total > 0 ? drawBySquare(squares, total * rng.uniform()) : rng.int(candidates.length);
  }
  return centers_KZ;
}

function drawBySquare(squares: Float64Array, target: number): number {
  let last = 0;
  let sum = 0;
  for (let i = 0; i < squares.length; i++) {
    if (squares[i] === 0) continue;
    last = i;
    sum += squares[i];
    if (sum > target) break;
  }
  return last;
}

/** Each center becomes the mean of its points; one without any goes to the point that is farthest from its own. */
export function moveToMeans(
  centers_KZ: Float32Array,
  points_NZ: Float32Array,
  nearest_N: Int32Array,
  width: number,
): void {
  const sums_KZ = new Float64Array(centers_KZ.length);
  const counts_K = new Int32Array(centers_KZ.length / width);
  nearest_N.forEach((center, point) => {
    counts_K[center] += 1;
    for (let d = 0; d < width; d++) sums_KZ[center * width + d] += points_NZ[point * width + d];
  });
  const empty = [...counts_K.keys()].filter((center) => counts_K[center] === 0);
  const farthest =
    empty.length === 0 ? [] : farthestPoints(points_NZ, centers_KZ, nearest_N, width);
  counts_K.forEach((count, center) => {
    if (count === 0) return;
    for (let i = center * width; i < (center + 1) * width; i++) centers_KZ[i] = sums_KZ[i] / count;
  });
  empty.forEach((center, i) => {
    const start = farthest[i] * width;
    centers_KZ.set(points_NZ.subarray(start, start + width), center * width);
  });
}

/** Points by their distance from their own center, the farthest first. */
function farthestPoints(
  points_NZ: Float32Array,
  centers_KZ: Float32Array,
  nearest_N: Int32Array,
  width: number,
): Int32Array {
  const squares = Float64Array.from(nearest_N, (center, point) =>
    squareDistance(points_NZ, point * width, centers_KZ, center * width, width),
  );
  return Int32Array.from(squares.keys()).sort((a, b) => squares[b] - squares[a] || a - b);
}

function squareDistance(
  a: Float32Array,
  aStart: number,
  b: Float32Array,
  bStart: number,
  width: number,
): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += (a[aStart + d] - b[bStart + d]) ** 2;
  return sum;
}

/** The nearest center of each point; a tie goes to the lower index. */
export function nearestCenters(
  bench: Workbench,
  points_NZ: Float32Array,
  centers_KZ: Float32Array,
  width: number,
): Int32Array {
  const nearest_N = new Int32Array(points_NZ.length / width);
  const search = createCodebookSearch(
    bench,
    'k-means',
    bench.copy('k-means.centers', centers_KZ),
    width,
  );
  for (let start = 0; start < nearest_N.length; start += ROWS_PER_CHUNK) {
    const chunk = points_NZ.subarray(start * width, (start + ROWS_PER_CHUNK) * width);
    nearest_N.set(search.nearest(bench.copy('k-means.points', chunk)), start);
  }
  return nearest_N;
}
