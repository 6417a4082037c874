// The techniques that an RQ-VAE is trained with: their names and settings.
import { numberWithin, oneOf, positiveInt } from '../../schema/kinds.ts';
import { nonNegativeNumbers } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import { quantizersThat } from './quantizer-table.ts';

/** What only a quantizer has that learns in steps. */
export const TRAINED = { quantizer: quantizersThat(({ isTrained }) => isTrained === true) };

/** How the decoder's gradient comes back; by name in `train/techniques/gradient-estimators.ts`. */
export const GRADIENT_ESTIMATOR_NAMES = ['straight-through', 'rotation'] as const;
export type GradientEstimatorName = (typeof GRADIENT_ESTIMATOR_NAMES)[number];

/** How codebooks learn; by name in `train/techniques/codebook-updates.ts`. */
export const CODEBOOK_UPDATE_NAMES = ['gradient', 'ema', 'sim-vq'] as const;
export type CodebookUpdateName = (typeof CODEBOOK_UPDATE_NAMES)[number];

/** Where codebooks begin; by name in `train/start-codebooks.ts`. */
export const CODEBOOK_START_NAMES = ['kmeans', 'balanced', 'random'] as const;
export type CodebookStartName = (typeof CODEBOOK_START_NAMES)[number];

/** What the best epoch is best by; by name in `train/best-by.ts`. */
export const BEST_BY_NAMES = [
  'loss',
  'reconstruction',
  'collisions',
  'perplexity',
  'neighbor-recall',
] as const;
export type BestByName = (typeof BEST_BY_NAMES)[number];

/** What "near" means to codes; with cosine all rows of a codebook have one length. */
export const CODEBOOK_DISTANCES = ['euclid', 'cosine'] as const;

export const TECHNIQUE_SETTINGS = defineSettings({
  gradient: {
    kind: oneOf(GRADIENT_ESTIMATOR_NAMES),
    default: 'straight-through',
    paper: 'straight-through',
    says: "how the decoder's gradient comes back through the codes",
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  codebookUpdate: {
    kind: oneOf(CODEBOOK_UPDATE_NAMES),
    default: 'ema',
    paper: 'gradient',
    says: 'how codebooks learn: by their loss, by moving averages, or as one linear map of what they were',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  emaDecay: {
    kind: numberWithin({ least: 0, most: 0.99999 }),
    default: 0.99,
    says: 'what a step leaves of the moving averages',
    onlyWith: { ...TRAINED, codebookUpdate: ['ema'] },
    isOptionalInRecords: true,
  },
  codebookStart: {
    kind: oneOf(CODEBOOK_START_NAMES),
    default: 'kmeans',
    says: 'where codebooks begin: k-means on latents, the same with as many items to each code, or normal vectors',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  codebookDistance: {
    kind: oneOf(CODEBOOK_DISTANCES),
    default: 'euclid',
    says: 'what the nearest vector is; with cosine all of a codebook have one length',
    onlyWith: { ...TRAINED, codebookUpdate: ['gradient', 'ema'] },
    isOptionalInRecords: true,
  },
  sinkhornEpsilons: {
    kind: nonNegativeNumbers,
    default: null,
    otherwise: '0 for each',
    says:
      'for each level how strictly training uses its codes equally often, 0.003 strictly, 0 not at all; items are ' +
      'assigned by the nearest in any case',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  sinkhornIterations: {
    kind: positiveInt,
    default: 50,
    says: 'rounds of that in a step',
    onlyWith: { ...TRAINED, sinkhornEpsilons: 'given' },
    isOptionalInRecords: true,
  },
  bestBy: {
    kind: oneOf(BEST_BY_NAMES),
    default: 'reconstruction',
    says: 'what the best epoch is best by; loss and reconstruction are of held-out items, the rest of up to 16,384',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
  patience: {
    kind: positiveInt,
    default: null,
    otherwise: 'all epochs',
    says: 'epochs without a better one after which training ends',
    onlyWith: TRAINED,
    isOptionalInRecords: true,
  },
});
