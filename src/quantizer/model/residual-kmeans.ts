// K-means, level by level.
import type { ProgressListener } from '../../util/progress.ts';
import { nearestCenters } from './kmeans.ts';
import type { FindCenters, KmeansOptions } from './kmeans.ts';
import { codeStarts } from './quantizer-model.ts';

export interface ResidualKmeansOptions extends Pick<
  KmeansOptions,
  'bench' | 'rounds' | 'rng' | 'pause'
> {
  /** K of each level, coarse to fine; at most the number of points. */
  readonly codebookSizes: readonly number[];
  /** Finds the centers of a level: k-means, or what stands in its place. */
  readonly findCenters: FindCenters;
  /** Brings a level's centers, in place, to what its codebook may be. */
  readonly shape?: (centers_KZ: Float32Array, width: number) => void;
  /** Told of each level before it begins. */
  readonly onProgress: ProgressListener;
}

/**
 * Codebooks by k-means, level by level: each on what the levels before it left over of the points.
 *
 * @param points_NZ flat row-major; becomes what the last level leaves over
 * @returns the centers of all levels one below the other, flat row-major
 */
export async function residualKmeans(
  points_NZ: Float32Array,
  width: number,
  options: ResidualKmeansOptions,
): Promise<Float32Array> {
  const { bench, codebookSizes, findCenters, shape, rng, onProgress } = options;
  const levels = codebookSizes.length;
  const starts = codeStarts(codebookSizes);
  const codebooks = new Float32Array(starts[levels] * width);
  for (let level = 0; level < levels; level++) {
    onProgress({ stage: 'k-means', done: level, total: levels, unit: 'levels' });
    const { centers_KZ, ...found } = await findCenters(points_NZ, width, {
      ...options,
      numCenters: codebookSizes[level],
      rng: rng.split(level),
    });
    shape?.(centers_KZ, width);
    const nearest_N =
      shape === undefined ? found.nearest_N : nearestCenters(bench, points_NZ, centers_KZ, width);
    codebooks.set(centers_KZ, starts[level] * width);
    nearest_N.forEach((center, point) => {
      for (let d = 0; d < width; d++) {
        points_NZ[point * width + d] -= centers_KZ[center * width + d];
      }
    });
  }
  return codebooks;
}
