import { tf } from '../../engine/tf.ts';
import { GradientSum } from '../../nn/gradient-sum.ts';
import type { ParameterGradient } from '../../nn/mlp.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { createClickEmbedder } from './click-vectors.ts';
import type { ClickVectors } from './click-vectors.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';
import { createPooledFeedForward } from './pooled-feed-forward.ts';

/** The first half of an attention block, X1 = A(LN(X)) + X or its like, on the clicks of some examples. */
export interface AttentionHalf {
  readonly parameters: readonly Parameter[];
  forward(clicks: ClickVectors): AttentionPass;
}

export interface AttentionPass {
  /** Q vectors for each example, flat. */
  readonly x1_NM: tf.Tensor2D;
  /** How the Q vectors are averaged; an example without clicks has zeros. */
  readonly weights_BQ: tf.Tensor2D;
  /** @returns the gradient to the clicks' vectors, and those to the parameters */
  backward(dX1_NM: tf.Tensor2D): { dX_NM: tf.Tensor2D; gradients: ParameterGradient[] };
  dispose(): void;
}

/** Examples that are worked on at once: what lies between forward and backward then stays in the cache. */
const EXAMPLES_PER_CHUNK = 256;

/** A history module of an attention half, the feed-forward half, and the mean. */
export function createAttentionModule(
  input: HistoryModuleInput,
  half: AttentionHalf,
): HistoryModule {
  const embedder = createClickEmbedder(input);
  const feedForward = createPooledFeedForward(input);
  const parameters = [...embedder.parameters, ...half.parameters, ...feedForward.parameters];
  return {
    parameters,
    forward(batch) {
      const numExamples = batch.lengths_B.length;
      const chunks: { begin: number; end: number }[] = [];
      for (let begin = 0; begin < numExamples; begin += EXAMPLES_PER_CHUNK) {
        chunks.push({ begin, end: Math.min(begin + EXAMPLES_PER_CHUNK, numExamples) });
      }
      const passes = chunks.map(({ begin, end }) => {
        const clicks = embedder.embed(batch, begin, end);
        const attention = half.forward(clicks);
        const pooled = feedForward.forward(attention.x1_NM, attention.weights_BQ);
        return { begin, end, clicks, attention, ...pooled };
      });
      const history_BM = tf.concat2d(
        passes.map((pass) => pass.history_BM),
        0,
      );
      tf.dispose(passes.map((pass) => pass.history_BM));
      return {
        history_BM,
        backward(gradient_BM, itemGradient_UM) {
          const sum = new GradientSum();
          for (const { begin, end, clicks, attention, cache } of passes) {
            const part_BM = tf.slice2d(gradient_BM, [begin, 0], [end - begin, input.width]);
            const back = feedForward.backward(cache, part_BM);
            const { dX_NM, gradients } = attention.backward(back.dX_NM);
            sum.add(back.gradients);
            sum.add(gradients);
            sum.add(clicks.backward(dX_NM, itemGradient_UM));
            tf.dispose([part_BM, back.dX_NM, dX_NM]);
          }
          return sum.take(parameters);
        },
        dispose() {
          for (const { clicks, attention, cache } of passes) {
            feedForward.disposeCache(cache);
            attention.dispose();
            clicks.dispose();
          }
          history_BM.dispose();
        },
      };
    },
  };
}
