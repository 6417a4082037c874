// The settings of a quantizer and of its training.
import { OPTIMIZER_NAMES } from '../../nn/optimizers/optimizers.ts';
import {
  fraction,
  nonNegativeInt,
  nonNegativeNumber,
  oneOf,
  positiveInt,
  positiveNumber,
} from '../../schema/kinds.ts';
import { dayRange, intsUpTo, widths } from '../../schema/list-kinds.ts';
import { defineSettings } from '../../schema/settings.ts';
import type { SettingsOf } from '../../schema/settings.ts';
import { NORMALIZATION_NAMES } from './normalization.ts';
import { QUANTIZER_NAMES, quantizersThat } from './quantizer-table.ts';
import { TECHNIQUE_SETTINGS, TRAINED } from './technique-settings.ts';

/** What is said to k-means, balanced or not. */
const WITH_KMEANS = {
  quantizer: quantizersThat(({ hasKmeans }) => hasKmeans === true),
  codebookStart: ['kmeans', 'balanced'],
};

/** Of a list of sizes. */
const MOST_LEVELS = 64;

/**
 * Where the encoder and the decoder of an RQ-VAE begin:
 *
 * - `pca`: as principal components. Each network has a linear path, which begins as them, and layers that add nothing at
 *   first: with codebooks by k-means the model begins as residual k-means on principal components, and learns from there
 *   what bends.
 * - `random`: layers alone, drawn as PyTorch draws them.
 */
const NETWORK_STARTS = ['pca', 'random'] as const;

/** How the RQ-VAE is built and trained (Zheng 2025). */
export const RQ_VAE_SETTINGS = defineSettings({
  quantizer: {
    kind: oneOf(QUANTIZER_NAMES),
    default: 'rq-vae',
    says: 'how codes are made',
  },
  levels: {
    kind: positiveInt,
    default: 3,
    symbol: 'L',
    paper: '3 offline, 6 in production',
    says: 'codebooks, coarse to fine',
  },
  codebookSize: {
    kind: positiveInt,
    default: 2048,
    symbol: 'K',
    paper: '2048',
    says: 'vectors of each codebook',
    onlyWith: { codebookSizes: 'missing' },
  },
  codebookSizes: {
    kind: intsUpTo(MOST_LEVELS),
    default: null,
    otherwise: 'K of all levels',
    says: 'or: vectors of the codebook of each level, coarse to fine',
    isOptionalInRecords: true,
  },
  days: {
    kind: dayRange,
    default: null,
    otherwise: 'all items',
    paper: 'items of before; frozen from then on',
    says: 'only items shown on these days of the corpus are learned from; all get codes',
  },
  epochs: {
    kind: positiveInt,
    computed: '2,000 steps, at least 10',
    says: 'passes over the items',
    onlyWith: TRAINED,
  },
  batchSize: {
    kind: positiveInt,
    computed: '2048, or less for few',
    symbol: 'B',
    says: 'items in a step',
    onlyWith: TRAINED,
  },
  optimizer: {
    kind: oneOf(OPTIMIZER_NAMES),
    default: 'adam',
    says: 'for all weights',
    onlyWith: TRAINED,
  },
  learningRate: {
    kind: positiveNumber,
    default: 0.0003,
    says: 'its rate',
    onlyWith: TRAINED,
  },
  commitmentWeight: {
    kind: nonNegativeNumber,
    default: 0.25,
    symbol: 'beta',
    paper: '0.5',
    says: 'weight of the commitment term of the loss',
    onlyWith: TRAINED,
  },
  hidden: {
    kind: widths,
    default: [256, 128],
    says: 'hidden layers of the encoder, or none; the decoder has them in reverse',
    onlyWith: TRAINED,
  },
  latentWidth: {
    kind: positiveInt,
    default: null,
    symbol: "Z (the paper's D')",
    otherwise: '98 % of the variance; random: 64',
    says: 'floats of a latent and of a code',
    onlyWith: TRAINED,
  },
  networkStart: {
    kind: oneOf(NETWORK_STARTS),
    default: 'pca',
    says: 'where encoder and decoder begin: as principal components, which layers then bend, or as layers at random',
    onlyWith: TRAINED,
  },
  normalize: {
    kind: oneOf(NORMALIZATION_NAMES),
    default: 'center',
    says: 'what happens to embeddings before the encoder',
  },
  validationShare: {
    kind: fraction,
    default: 0.05,
    says: 'share of items that are held out, for the validation loss',
  },
  kmeansRounds: {
    kind: positiveInt,
    default: 20,
    says: 'rounds of k-means for each codebook at the start, at most',
    onlyWith: WITH_KMEANS,
  },
  kmeansItemsPerCode: {
    kind: positiveInt,
    default: 64,
    says: 'items that k-means works on, for each code of a codebook',
    onlyWith: WITH_KMEANS,
  },
  restartAfter: {
    kind: nonNegativeNumber,
    default: 20,
    says: 'a code not used in n K items starts anew; 0: never',
    onlyWith: { ...TRAINED, codebookUpdate: ['gradient', 'ema'] },
  },
  ...TECHNIQUE_SETTINGS,
  seed: {
    kind: nonNegativeInt,
    default: 1,
    says: 'seed of weights, shuffles and held-out items',
  },
});
export type RqVaeConfig = SettingsOf<typeof RQ_VAE_SETTINGS>;

/** A config whose latent width is settled: that of a model. */
export type SizedConfig = RqVaeConfig & { readonly latentWidth: number };

/** The settings that say how many codes there are. */
export type CodebookSizing = Pick<RqVaeConfig, 'levels' | 'codebookSize' | 'codebookSizes'>;

/** Vectors of each level's codebook, coarse to fine: L numbers. */
export function codebookSizesOf(config: CodebookSizing): readonly number[] {
  const { levels, codebookSize, codebookSizes } = config;
  return codebookSizes ?? Array<number>(levels).fill(codebookSize);
}
