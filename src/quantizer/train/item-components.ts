// Principal components of the items that are trained on.
import { gatherRows } from '../../util/gather-rows.ts';
import type { Rng } from '../../util/rng.ts';
import { principalComponents } from '../model/pca.ts';
import type { PrincipalComponents } from '../model/pca.ts';
import { pauseBeforeSteps } from './train-job.ts';
import type { TrainQuantizerJob } from './train-job.ts';
import { drawItems } from './training-items.ts';

/** Components, and the items that they were computed of. */
export interface ItemComponents {
  readonly components: PrincipalComponents;
  readonly x_BD: Float32Array;
}

/**
 * @param most items that they are computed of
 * @param numComponents at most D
 * @param rng draws the items; the same gives the same
 * @throws InterruptedError when the job is to stop
 */
export async function itemComponents(
  job: Pick<TrainQuantizerJob, 'items' | 'onProgress' | 'shouldStop'>,
  { most, numComponents }: { readonly most: number; readonly numComponents: number },
  rng: Rng,
): Promise<ItemComponents> {
  const { x_ND, width, training } = job.items;
  job.onProgress({ stage: 'principal components', done: 0, total: 1, unit: 'rotations' });
  await pauseBeforeSteps(job);
  const x_BD = gatherRows(x_ND, width, drawItems(training, most, rng));
  return { components: principalComponents(x_BD, width, numComponents), x_BD };
}
