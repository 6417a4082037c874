import {
  fraction,
  listOf,
  nonNegativeInt,
  oneOf,
  parseFields,
  positiveInt,
  positiveNumber,
} from '../config/fields.ts';
import type { Field } from '../config/fields.ts';
import { OPTIMIZER_NAMES } from '../nn/optimizers/index.ts';
import type { OptimizerName } from '../nn/optimizers/index.ts';
import { NORMALIZATION_NAMES } from './normalization.ts';
import type { NormalizationName } from './normalization.ts';

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

export const DEFAULT_RQ_VAE_CONFIG: RqVaeConfig = {
  quantizer: 'rq-vae',
  levels: 3,
  codebookSize: 2048,
  commitmentWeight: 0.5,
  hidden: [256, 128],
  latentWidth: 64,
  normalize: 'center',
  optimizer: 'adam',
  learningRate: 0.001,
  batchSize: 2048,
  epochs: 100,
  validationShare: 0.05,
  kmeansRounds: 10,
  kmeansItemsPerCode: 16,
  restartAfter: 20,
  seed: 1,
};

const nonNegativeNumber: Field<number> = (value, key) =>
  value === 0 ? 0 : positiveNumber(value, key);

const widths: Field<readonly number[]> = (value, key) =>
  Array.isArray(value) && value.length === 0 ? [] : listOf(positiveInt)(value, key);

/** @throws UserError for a missing, unknown or wrong key */
export function parseRqVaeConfig(value: unknown): RqVaeConfig {
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
    'config',
  );
}
