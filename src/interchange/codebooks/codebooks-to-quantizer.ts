// A quantizer that has codebooks and nothing else.
import { createQuantizerModel } from '../../quantizer/model/create-quantizer-model.ts';
import type { NormalizationName } from '../../quantizer/model/normalization.ts';
import { completeRqVaeConfig } from '../../quantizer/model/complete-rq-vae-config.ts';
import type { Quantizer } from '../../quantizer/model/saved-quantizer.ts';
import { Rng } from '../../util/rng.ts';
import type { CodebookList } from './codebook-list.ts';

/** Codes as residual k-means does, by these codebooks; the caller disposes the model. */
export function codebooksToQuantizer(
  { sizes, width, vectors }: CodebookList,
  normalize: NormalizationName,
): Quantizer {
  const given = {
    quantizer: 'residual-kmeans' as const,
    levels: sizes.length,
    codebookSize: Math.max(...sizes),
    codebookSizes: sizes,
    normalize,
  };
  // Nothing is trained: there may be any number of items.
  const config = {
    ...completeRqVaeConfig(given, Number.MAX_SAFE_INTEGER),
    latentWidth: width,
  };
  const model = createQuantizerModel(config, width, Rng.fromSeed(config.seed));
  model.codebooks.write(vectors);
  const normalization = {
    name: normalize,
    mean_D: new Float32Array(width),
    factor_D: new Float32Array(width).fill(1),
  };
  return { config, model, normalization };
}
