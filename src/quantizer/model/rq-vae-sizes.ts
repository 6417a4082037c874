// What of a config decides the shapes of an RQ-VAE.
import { codebookSizesOf } from './rq-vae-config.ts';
import type { RqVaeConfig } from './rq-vae-config.ts';
import type { RqVaeSizes } from './rq-vae.ts';

/** A config whose latent width is settled: that of a model. */
export type SizedConfig = RqVaeConfig & { readonly latentWidth: number };

/** Networks that start as principal components have a linear path for them. */
export function rqVaeSizesOf(config: SizedConfig): RqVaeSizes {
  const { hidden, latentWidth, networkStart } = config;
  const codebookSizes = codebookSizesOf(config);
  return { codebookSizes, hidden, latentWidth, hasLinearPath: networkStart === 'pca' };
}
