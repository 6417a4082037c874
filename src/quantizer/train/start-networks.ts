// Starts the encoder and the decoder as principal components of the items.
import type { Rng } from '../../util/rng.ts';
import { rotationWeights } from '../model/pca.ts';
import type { PrincipalComponents } from '../model/pca.ts';
import type { RqVae } from '../model/rq-vae.ts';
import { itemComponents } from './item-components.ts';
import type { TrainQuantizerJob } from './train-job.ts';

/** How wide latents are, and what puts a fresh model's networks where they begin. */
export interface NetworkStart {
  readonly latentWidth: number;
  begin(model: RqVae): void;
}

/** Share of the variance that latents hold where their width is not given. */
const HELD_VARIANCE = 0.98;
/** Kernels work on four floats at a time. */
const WIDTH_STEP = 4;
/** Where networks start at random. */
const RANDOM_WIDTH = 64;
/** Items for each dimension that components are computed of, at most. */
const ITEMS_PER_DIMENSION = 20;

/**
 * @param rng draws the items that components are computed of; the same gives the same
 * @throws InterruptedError when the job is to stop
 */
export async function prepareNetworks(
  job: Pick<TrainQuantizerJob, 'config' | 'items' | 'onProgress' | 'shouldStop'>,
  rng: Rng,
): Promise<NetworkStart> {
  const { networkStart, latentWidth } = job.config;
  if (networkStart === 'random') {
    return { latentWidth: latentWidth ?? RANDOM_WIDTH, begin: () => {} };
  }
  const { width } = job.items;
  const options = { most: ITEMS_PER_DIMENSION * width, numComponents: width };
  const { components } = await itemComponents(job, options, rng);
  return {
    latentWidth: latentWidth ?? widthFor(components.variances_Z),
    begin: (model) => startAsComponents(model, components),
  };
}

/** The fewest components that hold the share of the variance, in steps of four, at most all. */
function widthFor(variances_D: Float64Array): number {
  const whole = variances_D.reduce((sum, variance) => sum + variance, 0);
  let [width, held] = [0, 0];
  while (width < variances_D.length && held < HELD_VARIANCE * whole) held += variances_D[width++];
  return Math.max(1, Math.min(variances_D.length, WIDTH_STEP * Math.ceil(width / WIDTH_STEP)));
}

function startAsComponents(
  { encoder, decoder, latentWidth }: RqVae,
  components: PrincipalComponents,
): void {
  const { toLatent_DZ, offset_Z, toInput_ZD, mean_D } = rotationWeights(components, latentWidth);
  if (encoder.linearPath === undefined || decoder.linearPath === undefined) {
    throw new Error('networks that start as principal components need a linear path');
  }
  encoder.linearPath.write(toLatent_DZ);
  decoder.linearPath.write(toInput_ZD);
  encoder.lastBias.write(offset_Z);
  decoder.lastBias.write(mean_D);
}
