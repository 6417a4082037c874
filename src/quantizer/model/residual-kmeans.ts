// K-means, level by level.
import type { ProgressListener } from '../../util/progress.ts';
import { kmeans } from './kmeans.ts';
import type { KmeansOptions } from './kmeans.ts';

export interface ResidualKmeansOptions extends Pick<KmeansOptions, 'rounds' | 'rng' | 'pause'> {
  /** L */
  readonly levels: number;
  /** K; at most the number of points. */
  readonly codebookSize: number;
  /** Told of each level before it begins. */
  readonly onProgress: ProgressListener;
}

/**
 * Codebooks by k-means, level by level: each on what the levels before it left over of the points.
 *
 * @param points_NZ flat row-major; becomes what the last level leaves over
 * @returns codebooks_LKZ, flat row-major
 */
export async function residualKmeans(
  points_NZ: Float32Array,
  width: number,
  options: ResidualKmeansOptions,
): Promise<Float32Array> {
  const { levels, codebookSize, rng, onProgress } = options;
  const codebooks_LKZ = new Float32Array(levels * codebookSize * width);
  for (let level = 0; level < levels; level++) {
    onProgress({ stage: 'k-means', done: level, total: levels, unit: 'levels' });
    const { centers_KZ, nearest_N } = await kmeans(points_NZ, width, {
      ...options,
      numCenters: codebookSize,
      rng: rng.split(level),
    });
    codebooks_LKZ.set(centers_KZ, level * codebookSize * width);
    nearest_N.forEach((center, point) => {
      for (let d = 0; d < width; d++) {
        points_NZ[point * width + d] -= centers_KZ[center * width + d];
      }
    });
  }
  return codebooks_LKZ;
}
