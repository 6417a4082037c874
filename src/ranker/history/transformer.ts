// Self-attention over the clicks.
import { tf } from '../../engine/tf.ts';
import { xavierUniform } from '../../nn/initializers.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { createAttentionModule } from './attention-module.ts';
import type { AttentionHalf } from './attention-module.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';

/**
 * One Transformer block over the clicks, then the mean over them:
 *
 *     A = softmax( LN(X) Wq (LN(X) Wk)^T / sqrt(d_m) );   X1 = A LN(X) Wv + X;   X2 = MLP(LN(X1)) + X1
 *
 * @see Zheng 2025, section 3; one head, as the formula there has it
 */
export function createTransformer(input: HistoryModuleInput): HistoryModule {
  return createAttentionModule(input, createSelfAttention(input));
}

/**
 * LN(X) = X^ diag(s) + c with the layer normalisation's scale s and shift c, so with R = Wq Wk^T / sqrt(d_m)
 *
 *     LN(x_i) R LN(x_j)^T = x^_i (diag(s) R diag(s)) x^_j^T + (c R diag(s)) x^_j^T + what does not depend on j,
 *
 * which a softmax over j does not see. Keys are X^ itself. And A LN(X) Wv = A X^ diag(s) Wv + c Wv, since the rows of
 * A sum to 1.
 */
function createSelfAttention({ width, rng }: HistoryModuleInput): AttentionHalf {
  const square = (name: string): Parameter =>
    createParameter(
      `history.${name}`,
      [width, width],
      xavierUniform([width, width], rng.split(name)),
    );
  const ones = new Float32Array(width).fill(1);
  return {
    numSeeds: 0,
    parameters: [
      createParameter('history.norm1.scale', [width], ones),
      createParameter('history.norm1.shift', [width], new Float32Array(width)),
      ...['query', 'key', 'value'].map(square),
    ],
    fold: ([scale, shift, query, key, value]) => {
      const scale_M1 = tf.reshape(scale, [width, 1]);
      const shift_1M: tf.Tensor2D = tf.reshape(shift, [1, width]);
      const scores = tf.div(tf.matMul(query as tf.Tensor2D, key, false, true), Math.sqrt(width));
      return {
        scores: tf.mul(tf.mul(scores, scale_M1), scale),
        scoreBias: tf.mul(tf.matMul(shift_1M, scores), scale),
        value: tf.mul(value, scale_M1),
        residual: tf.matMul(shift_1M, value),
      };
    },
  };
}
