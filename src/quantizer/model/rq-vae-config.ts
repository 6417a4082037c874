// The settings.
import {
  fraction,
  listOf,
  nonNegativeInt,
  oneOf,
  parseFields,
  positiveInt,
  positiveNumber,
} from '../../schema/fields.ts';
import type { Field } from '../../schema/fields.ts';
import { UserError } from '../../util/errors.ts';
import { OPTIMIZER_NAMES } from '../../nn/optimizers/optimizer.ts';
import type { OptimizerName } from '../../nn/optimizers/optimizer.ts';
import { NORMALIZATION_NAMES } from './normalization.ts';
import type { NormalizationName } from './normalization.ts';

export { OPTIMIZER_NAMES };

/** What turns an embedding into codes. */
export const QUANTIZER_NAMES = ['rq-vae', 'residual-kmeans'] as const;
export type QuantizerName = (typeof QUANTIZER_NAMES)[number];

/** How the RQ-VAE is built and trained (Zheng 2025). */
export interface RqVaeConfig {
  /** rq-vae is the paper's; residual-kmeans has no encoder: k-means on the embeddings, level by level. */
  readonly quantizer: QuantizerName;
  /** L: codebooks, coarse to fine. Paper: 3 offline, 6 in production. */
  readonly levels: number;
  /** K: vectors in each codebook. Paper: 2048. */
  readonly codebookSize: number;
  /** beta: weight of the commitment term. Paper: 0.5. */
  readonly commitmentWeight: number;
  /** Widths between D and the latent; the decoder has the same in reverse. The paper does not say. */
  readonly hidden: readonly number[];
  /** Z, the paper's D': width of the latent and of the codebooks' vectors. */
  readonly latentWidth: number;
  /** What happens to an embedding before the encoder; the model keeps the figures. */
  readonly normalize: NormalizationName;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  /** B: items in a step. */
  readonly batchSize: number;
  /** Passes over the items. */
  readonly epochs: number;
  /** Share of items that are not trained on, for the validation loss. */
  readonly validationShare: number;
  /** Rounds of Lloyd's algorithm that make the codebooks at the start. */
  readonly kmeansRounds: number;
  /** Items that the codebooks at the start are made from, for each of a codebook's K vectors. */
  readonly kmeansItemsPerCode: number;
  /** Items, for each of the K vectors, in which a code must come up once, or it starts anew. 0: never. */
  readonly restartAfter: number;
  readonly seed: number;
}

/** What a user may leave out, but for the two that depend on the number of items. */
export const DEFAULT_RQ_VAE_CONFIG: Omit<RqVaeConfig, 'batchSize' | 'epochs'> = {
  quantizer: 'rq-vae',
  levels: 3,
  codebookSize: 2048,
  commitmentWeight: 0.5,
  hidden: [256, 128],
  latentWidth: 64,
  normalize: 'center',
  optimizer: 'adam',
  learningRate: 0.001,
  validationShare: 0.05,
  kmeansRounds: 20,
  kmeansItemsPerCode: 64,
  restartAfter: 20,
  seed: 1,
};

const [SMALLEST_BATCH, LARGEST_BATCH] = [32, 2048];
const STEPS_PER_EPOCH = 16;
const TOTAL_STEPS = 2000;
const [FEWEST_EPOCHS, MOST_EPOCHS] = [10, 200];

/**
 * The whole config: what is not given is the default. A batch is 2048 items, or so few that an epoch still
 * has 16 steps; the epochs make 2,000 steps together, within 10 and 200.
 *
 * @param numItems items trained on
 * @throws UserError where there are fewer items than codes in a codebook
 */
export function completeRqVaeConfig(given: Partial<RqVaeConfig>, numItems: number): RqVaeConfig {
  const powerOfTwo = 2 ** Math.floor(Math.log2(Math.max(1, numItems / STEPS_PER_EPOCH)));
  const batchSize =
    given.batchSize ?? Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, powerOfTwo));
  const wantedEpochs = Math.ceil(TOTAL_STEPS / Math.ceil(numItems / batchSize));
  const epochs = Math.min(MOST_EPOCHS, Math.max(FEWEST_EPOCHS, wantedEpochs));
  const config = { ...DEFAULT_RQ_VAE_CONFIG, epochs, ...given, batchSize };
  if (config.codebookSize > numItems) {
    throw new UserError(
      `--codebook-size ${config.codebookSize} wants as many items to train on, there are ` +
        `${numItems}; give at most that, better a tenth of it`,
    );
  }
  return config;
}

const nonNegativeNumber: Field<number> = (value, key) =>
  value === 0 ? 0 : positiveNumber(value, key);

const widths: Field<readonly number[]> = (value, key) =>
  Array.isArray(value) && value.length === 0 ? [] : listOf(positiveInt)(value, key);

/** @param where it stands, for messages @throws UserError for a missing, unknown or wrong key */
export function parseRqVaeConfig(value: unknown, where: string): RqVaeConfig {
  return parseFields<RqVaeConfig>(
    value,
    {
      quantizer: oneOf(QUANTIZER_NAMES),
      levels: positiveInt,
      codebookSize: positiveInt,
      commitmentWeight: nonNegativeNumber,
      hidden: widths,
      latentWidth: positiveInt,
      normalize: oneOf(NORMALIZATION_NAMES),
      optimizer: oneOf(OPTIMIZER_NAMES),
      learningRate: positiveNumber,
      batchSize: positiveInt,
      epochs: positiveInt,
      validationShare: fraction,
      kmeansRounds: positiveInt,
      kmeansItemsPerCode: positiveInt,
      restartAfter: nonNegativeNumber,
      seed: nonNegativeInt,
    },
    where,
  );
}
