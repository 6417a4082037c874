// Starts the encoder and the decoder as principal components of the items.
import { gatherRows } from '../../util/gather-rows.ts';
import type { Rng } from '../../util/rng.ts';
import { principalComponents } from '../model/pca.ts';
import type { PrincipalComponents } from '../model/pca.ts';
import type { RqVaeConfig } from '../model/rq-vae-config.ts';
import type { RqVae } from '../model/rq-vae.ts';
import type { TrainingItems } from './training-items.ts';

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

/** @param rng draws the items that components are computed of; the same gives the same */
export function prepareNetworks(
  { networkStart, latentWidth }: Pick<RqVaeConfig, 'networkStart' | 'latentWidth'>,
  { x_ND, width, training }: TrainingItems,
  rng: Rng,
): NetworkStart {
  if (networkStart === 'random') {
    return { latentWidth: latentWidth ?? RANDOM_WIDTH, begin: () => {} };
  }
  const most = ITEMS_PER_DIMENSION * width;
  const sample = training.length <= most ? training : rng.shuffle(training.slice()).slice(0, most);
  const components = principalComponents(gatherRows(x_ND, width, sample), width, width);
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

/** z = (x - mean) P and x' = z P^T + mean; latents beyond the width of the embeddings begin as 0. */
function startAsComponents(
  { encoder, decoder, latentWidth, inputWidth }: RqVae,
  { mean_D, directions_ZD }: PrincipalComponents,
): void {
  const [toLatent, toInput] = [encoder.linearPath, decoder.linearPath];
  if (toLatent === undefined || toInput === undefined) {
    throw new Error('networks that start as principal components need a linear path');
  }
  const bias_Z = new Float32Array(latentWidth);
  for (let z = 0; z < Math.min(latentWidth, inputWidth); z++) {
    let offset = 0;
    for (let d = 0; d < inputWidth; d++) {
      const entry = directions_ZD[z * inputWidth + d];
      toLatent.values[d * latentWidth + z] = entry;
      toInput.values[z * inputWidth + d] = entry;
      offset -= mean_D[d] * entry;
    }
    bias_Z[z] = offset;
  }
  encoder.lastBias.write(bias_Z);
  decoder.lastBias.write(Float32Array.from(mean_D));
}
