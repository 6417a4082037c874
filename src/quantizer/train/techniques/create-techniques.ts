// The techniques that a config names, at work on a model.
import { createCodebookSearches } from '../../model/codebook-search.ts';
import type { CodebookSearch } from '../../model/codebook-search.ts';
import type { QuantizerModel } from '../../model/quantizer-model.ts';
import type { RqVaeConfig } from '../../model/rq-vae-config.ts';
import { balanceSearch } from './balanced-search.ts';
import type { CodebookLearning } from './codebook-learning.ts';
import { CODEBOOK_UPDATES } from './codebook-updates.ts';
import { keepEqualLengths } from './equal-lengths.ts';
import { GRADIENT_ESTIMATORS } from './gradient-estimators.ts';
import type { GradientEstimator } from './gradient-estimators.ts';

/** What a step of training is made with. */
export interface Techniques {
  readonly handBack: GradientEstimator;
  readonly learning: CodebookLearning;
  /** Of the codebooks as they are, for the next batch. */
  readonly searches: () => readonly CodebookSearch[];
}

export function createTechniques(model: QuantizerModel, config: RqVaeConfig): Techniques {
  const learning = CODEBOOK_UPDATES[config.codebookUpdate](model, config);
  const { sinkhornEpsilons, sinkhornIterations: iterations } = config;
  return {
    handBack: GRADIENT_ESTIMATORS[config.gradient],
    learning: config.codebookDistance === 'cosine' ? keepEqualLengths(learning, model) : learning,
    searches: () =>
      createCodebookSearches(model).map((search, level) => {
        const epsilon = sinkhornEpsilons?.[level] ?? 0;
        return epsilon === 0 ? search : balanceSearch(model.bench, search, { epsilon, iterations });
      }),
  };
}
