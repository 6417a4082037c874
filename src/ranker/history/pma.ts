// Learned seeds as queries.
import { tf } from '../../engine/tf.ts';
import { normal, xavierUniform } from '../../nn/initializers.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { createAttentionModule } from './attention-module.ts';
import type { AttentionHalf } from './attention-module.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';

/** d_s of Zheng 2025. */
const NUM_SEEDS = 32;

/**
 * Pooling by multi-head attention: the Transformer block with learned seeds S in the place of the queries, then the
 * mean over the seeds:
 *
 *     A = softmax( S (LN(X) Wk)^T / sqrt(d_m) );   X1 = A LN(X) Wv + S;   X2 = MLP(LN(X1)) + X1
 *
 * @see Zheng 2025, section 3 (PMA); Lee 2019, Set Transformer
 */
export function createPma(input: HistoryModuleInput): HistoryModule {
  return createAttentionModule(input, createSeedAttention(input));
}

/**
 * As in transformer.ts, with LN(X) = X^ diag(s) + c: S Wk^T LN(x_j)^T = (S Wk^T diag(s)) x^_j^T + what does not depend
 * on j. Seeds do not depend on the example, so that queries are one small matrix, and keys are never made.
 */
function createSeedAttention({ width, rng }: HistoryModuleInput): AttentionHalf {
  const square = (name: string): Parameter =>
    createParameter(
      `history.${name}`,
      [width, width],
      xavierUniform([width, width], rng.split(name)),
    );
  const seedValues = normal(NUM_SEEDS * width, 1 / Math.sqrt(width), rng.split('seeds'));
  return {
    numSeeds: NUM_SEEDS,
    parameters: [
      createParameter('history.norm1.scale', [width], new Float32Array(width).fill(1)),
      createParameter('history.norm1.shift', [width], new Float32Array(width)),
      createParameter('history.seeds', [NUM_SEEDS, width], seedValues),
      ...['key', 'value'].map(square),
    ],
    fold: ([scale, shift, seeds, key, value]) => {
      const queries = tf.div(tf.matMul(seeds as tf.Tensor2D, key, false, true), Math.sqrt(width));
      const shift_1M: tf.Tensor2D = tf.reshape(shift, [1, width]);
      return {
        scores: tf.mul(queries, scale),
        scoreBias: tf.zeros([width]),
        value: tf.mul(value, tf.reshape(scale, [width, 1])),
        residual: tf.add(tf.matMul(shift_1M, value), seeds),
      };
    },
  };
}
