// Initializes the codebooks by residual k-means on the latents.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { InterruptedError, setting } from '../../util/errors.ts';
import type { Rng } from '../../util/rng.ts';
import type { FindCenters } from '../model/kmeans.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import { equalizeLengths } from './techniques/equal-lengths.ts';
import { residualKmeans } from '../model/residual-kmeans.ts';
import { sampleItems } from './sample-items.ts';
import type { TrainQuantizerJob } from './train-job.ts';
import { gatherRows } from '../../util/gather-rows.ts';

const ITEMS_PER_CHUNK = 4096;

/**
 * Fills a fresh model's codebooks by residual k-means on the latents of a sample of the items, at most
 * `kmeansItemsPerCode` for each code of the largest.
 *
 * @param findCenters in the place of k-means
 * @throws InterruptedError when the job is to stop; nothing has been kept then
 */
export async function startCodebooks(
  model: QuantizerModel,
  { config, items, onProgress, shouldStop }: TrainQuantizerJob,
  rng: Rng,
  findCenters?: FindCenters,
): Promise<void> {
  const { bench, codebookSizes, latentWidth } = model;
  const sampleSize = config.kmeansItemsPerCode * Math.max(...codebookSizes);
  const sample = sampleItems(items.training, sampleSize, rng);
  const z_NZ = new Float32Array(sample.length * latentWidth);
  for (let start = 0; start < sample.length; start += ITEMS_PER_CHUNK) {
    const chunk = sample.subarray(start, start + ITEMS_PER_CHUNK);
    const x_BD = gatherRows(items.x_ND, items.width, chunk);
    z_NZ.set(model.encode(x_BD), start * latentWidth);
  }
  const hasOneLength = config.quantizer === 'rq-vae' && config.codebookDistance === 'cosine';
  const codebooks = await residualKmeans(z_NZ, latentWidth, {
    bench,
    codebookSizes,
    rounds: config.kmeansRounds,
    ...(hasOneLength ? { shape: equalizeLengths } : {}),
    rng,
    ...(findCenters === undefined ? {} : { findCenters }),
    onProgress,
    async pause() {
      await nextTurn();
      if (shouldStop()) {
        throw new InterruptedError(
          `stopped before the first step; run the same command with ${setting('resume')} to begin again`,
        );
      }
    },
  });
  model.codebooks.write(codebooks);
}
