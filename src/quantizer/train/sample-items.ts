// Some of the items that are trained on.
import type { Rng } from '../../util/rng.ts';

/** At most so many, by the seed; all of them where there are no more. */
export function sampleItems(training: Int32Array, size: number, rng: Rng): Int32Array {
  if (training.length <= size) return training;
  return rng.split('sample').shuffle(training.slice()).subarray(0, size);
}
