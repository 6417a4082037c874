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
import { completeSettings, defaultsOf, defineSettings } from '../../schema/settings.ts';
import type { GivenOf, SettingsOf } from '../../schema/settings.ts';
import { setting, UserError } from '../../util/errors.ts';
import { NETWORK_STARTS } from './network-starts.ts';
import { NORMALIZATION_NAMES } from './normalization.ts';
import { QUANTIZER_NAMES, quantizersThat } from './quantizer-table.ts';
import { assertTechniques, TECHNIQUE_SETTINGS, TRAINED } from './technique-settings.ts';

/** What is said to k-means. */
const WITH_KMEANS = {
  quantizer: quantizersThat(({ hasKmeans }) => hasKmeans === true),
  codebookStart: ['kmeans'],
};

/** Of a list of sizes. */
const MOST_LEVELS = 64;

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

/** What a user may leave out, but for the two that depend on the number of items. */
export const DEFAULT_RQ_VAE_CONFIG = defaultsOf(RQ_VAE_SETTINGS);

/** The settings that say how many codes there are. */
type CodebookSizing = Pick<RqVaeConfig, 'levels' | 'codebookSize' | 'codebookSizes'>;

/** Vectors of each level's codebook, coarse to fine: L numbers. */
export function codebookSizesOf(config: CodebookSizing): readonly number[] {
  const { levels, codebookSize, codebookSizes } = config;
  return codebookSizes ?? Array<number>(levels).fill(codebookSize);
}

const [SMALLEST_BATCH, LARGEST_BATCH] = [32, 2048];
const STEPS_PER_EPOCH = 16;
const TOTAL_STEPS = 2000;
const [FEWEST_EPOCHS, MOST_EPOCHS] = [10, 200];

/**
 * The whole config: what is not given is the default. A batch is 2048 items, or so few that an epoch still
 * has 16 steps; the epochs make 2,000 steps together, within 10 and 200.
 *
 * @param numItems items trained on
 * @throws UserError where there are fewer items than codes in a codebook, or sizes for another number of levels
 */
export function completeRqVaeConfig(
  given: GivenOf<typeof RQ_VAE_SETTINGS>,
  numItems: number,
): RqVaeConfig {
  const options = completeSettings(RQ_VAE_SETTINGS, given, 'rqvae');
  const powerOfTwo = 2 ** Math.floor(Math.log2(Math.max(1, numItems / STEPS_PER_EPOCH)));
  const batchSize =
    options.batchSize ?? Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, powerOfTwo));
  const wantedEpochs = Math.ceil(TOTAL_STEPS / Math.ceil(numItems / batchSize));
  const epochs = options.epochs ?? Math.min(MOST_EPOCHS, Math.max(FEWEST_EPOCHS, wantedEpochs));
  const config = { ...options, epochs, batchSize };
  assertSizes(config, numItems);
  assertTechniques(config, codebookSizesOf(config).length);
  return config;
}

function assertSizes(config: CodebookSizing, numItems: number): void {
  const { levels, codebookSizes } = config;
  const sizes = codebookSizesOf(config);
  const given = codebookSizes === null ? setting('codebookSize') : setting('codebookSizes');
  if (sizes.length !== levels) {
    throw new UserError(
      `${given} ${sizes.join()} are ${sizes.length} sizes, ${setting('levels')} is ${levels}; give one for each level`,
    );
  }
  const largest = Math.max(...sizes);
  if (largest > numItems) {
    throw new UserError(
      `${given} ${codebookSizes === null ? largest : sizes.join()} wants as many items to train on, there are ` +
        `${numItems}; give at most that, better a tenth of it`,
    );
  }
}
