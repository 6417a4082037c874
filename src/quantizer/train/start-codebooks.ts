// Where codebooks begin: by k-means on the latents, balanced or not, or at random.
import type { Rng } from '../../util/rng.ts';
import { aboutQuantizer } from '../model/quantizer-table.ts';
import { balancedKmeans } from '../model/balanced-kmeans.ts';
import { kmeans } from '../model/kmeans.ts';
import type { FindCenters } from '../model/kmeans.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import { residualKmeans } from '../model/residual-kmeans.ts';
import type { CodebookStartName } from '../model/technique-settings.ts';
import { equalizeLengths } from './techniques/equal-lengths.ts';
import { pauseBeforeSteps } from './train-job.ts';
import type { TrainQuantizerJob } from './train-job.ts';
import { chunksOfItems, drawItems } from './training-items.ts';

/** Fills a fresh model's codebooks. @throws InterruptedError when the job is to stop; nothing has been kept then */
type StartCodebooks = (
  model: QuantizerModel,
  job: TrainQuantizerJob,
  rng: Rng,
) => Promise<void> | void;

/** A new one is a row, and its name in technique-settings.ts. */
export const CODEBOOK_STARTS: Readonly<Record<CodebookStartName, StartCodebooks>> = {
  kmeans: (model, job, rng) => startAsCenters(model, job, rng.split('k-means'), kmeans),
  balanced: (model, job, rng) => startAsCenters(model, job, rng.split('k-means'), balancedKmeans),
  random: (model, _, rng) => drawCodebooks(model, rng.split('codebooks')),
};

/**
 * Codebooks by residual k-means on the latents of a sample of the items, at most `kmeansItemsPerCode` for each code of the
 * largest.
 *
 * @param findCenters k-means, or what stands in its place
 * @throws InterruptedError when the job is to stop; nothing has been kept then
 */
export async function startAsCenters(
  model: QuantizerModel,
  job: TrainQuantizerJob,
  rng: Rng,
  findCenters: FindCenters,
): Promise<void> {
  const { config, items, onProgress } = job;
  const { bench, codebookSizes, latentWidth } = model;
  const sampleSize = config.kmeansItemsPerCode * Math.max(...codebookSizes);
  const sample = drawItems(items.training, sampleSize, rng.split('sample'));
  const z_NZ = new Float32Array(sample.length * latentWidth);
  for (const { start, x_BD } of chunksOfItems(items.x_ND, items.width, sample)) {
    z_NZ.set(model.encode(x_BD), start * latentWidth);
  }
  const { isTrained } = aboutQuantizer(config.quantizer);
  const hasOneLength = isTrained === true && config.codebookDistance === 'cosine';
  const codebooks = await residualKmeans(z_NZ, latentWidth, {
    ...{ bench, codebookSizes, rounds: config.kmeansRounds, findCenters, rng, onProgress },
    ...(hasOneLength ? { shape: equalizeLengths } : {}),
    pause: () => pauseBeforeSteps(job),
  });
  model.codebooks.write(codebooks);
}

/** Normal vectors of mean square length 1, as SimVQ freezes them in vector-quantize-pytorch. */
function drawCodebooks({ codebooks, latentWidth }: QuantizerModel, rng: Rng): void {
  const scale = 1 / Math.sqrt(latentWidth);
  codebooks.write(codebooks.values.map(() => scale * rng.normal()));
}
