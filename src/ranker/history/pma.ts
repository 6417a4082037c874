import { tf } from '../../engine/tf.ts';
import { normal, xavierUniform } from '../../nn/initializers.ts';
import { createLayerNorm } from '../../nn/layer-norm.ts';
import { createParameter } from '../../nn/parameter.ts';
import { createAttentionModule } from './attention-module.ts';
import type { AttentionHalf } from './attention-module.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';
import { softmaxGradient } from './softmax-gradient.ts';

/** d_s of Zheng 2025. */
const NUM_SEEDS = 32;

/**
 * Pooling by multi-head attention: the Transformer block with learned seeds in the place of the queries, then the
 * mean over the seeds.
 *
 *     A = softmax( S (LN(X) Wk)^T / sqrt(d_m) );   X1 = A LN(X) Wv + S;   X2 = MLP(LN(X1)) + X1
 *
 * Since S does not depend on the example, S Wk^T is one small matrix and keys are never made; and Wv meets the 32
 * vectors A LN(X) instead of all clicks.
 *
 * @see Zheng 2025, section 3 (PMA); Lee 2019, Set Transformer
 */
export function createPma(input: HistoryModuleInput): HistoryModule {
  return createAttentionModule(input, createSeedAttention(input));
}

function createSeedAttention({ width, rng }: HistoryModuleInput): AttentionHalf {
  const norm = createLayerNorm('history.norm1', width);
  const square = (name: string): ReturnType<typeof createParameter> =>
    createParameter(
      `history.${name}`,
      [width, width],
      xavierUniform([width, width], rng.split(name)),
    );
  const seeds = createParameter(
    'history.seeds',
    [NUM_SEEDS, width],
    normal(NUM_SEEDS * width, 1 / Math.sqrt(width), rng.split('seeds')),
  );
  const [key, value] = [square('key'), square('value')];
  const scale = 1 / Math.sqrt(width);
  return {
    parameters: [...norm.parameters, seeds, key, value],
    forward({ numExamples, length, x_NM, bias_BT, weights_BT }) {
      const numOutputs = numExamples * NUM_SEEDS;
      const { output_NM: normed_NM, cache } = norm.forward(x_NM);
      const normed_BTM = tf.reshape(normed_NM, [numExamples, length, width]);
      // seedKeys = Wk S^T / sqrt(d_m)
      const seedKeys_MS = tf.tidy(() =>
        tf.mul<tf.Tensor2D>(
          tf.matMul(key.tensor() as tf.Tensor2D, seeds.tensor() as tf.Tensor2D, false, true),
          scale,
        ),
      );
      const attention_BST = tf.tidy(() => {
        const scores_BTS = tf.reshape(tf.matMul(normed_NM, seedKeys_MS), [
          numExamples,
          length,
          NUM_SEEDS,
        ]);
        const bias_B1T = tf.reshape(bias_BT, [numExamples, 1, length]);
        return tf.softmax(tf.add<tf.Tensor3D>(tf.transpose(scores_BTS, [0, 2, 1]), bias_B1T));
      });
      const mixed_PM: tf.Tensor2D = tf.tidy(() =>
        tf.reshape(tf.matMul(attention_BST, normed_BTM as tf.Tensor3D), [numOutputs, width]),
      );
      const x1_NM: tf.Tensor2D = tf.tidy(() => {
        const values_PM = tf.matMul(mixed_PM, value.tensor());
        const values_BSM = tf.reshape(values_PM, [numExamples, NUM_SEEDS, width]);
        return tf.reshape(tf.add(values_BSM, seeds.tensor()), [numOutputs, width]);
      });
      // 1 / S for every seed where there is a click: weights_BT sums to 1 or to 0.
      const weights_BQ = tf.tidy(() =>
        tf.mul<tf.Tensor2D>(tf.sum(weights_BT, 1, true), tf.fill([1, NUM_SEEDS], 1 / NUM_SEEDS)),
      );
      return {
        x1_NM,
        weights_BQ,
        backward(dX1_NM) {
          const [dSeedScores_NS, dNormedByValues_NM, dMixed_PM] = tf.tidy(() => {
            const dMixed: tf.Tensor2D = tf.matMul(dX1_NM, value.tensor(), false, true);
            const dMixed_BSM: tf.Tensor3D = tf.reshape(dMixed, [numExamples, NUM_SEEDS, width]);
            const dAttention_BST = tf.matMul(dMixed_BSM, normed_BTM, false, true);
            const dScores_BST = softmaxGradient(attention_BST, dAttention_BST);
            const dScores_NS: tf.Tensor2D = tf.reshape(tf.transpose(dScores_BST, [0, 2, 1]), [
              numExamples * length,
              NUM_SEEDS,
            ]);
            const dNormed: tf.Tensor2D = tf.reshape(tf.matMul(attention_BST, dMixed_BSM, true), [
              numExamples * length,
              width,
            ]);
            return [dScores_NS, dNormed, dMixed];
          });
          const dNormed_NM = tf.tidy(() =>
            tf.add<tf.Tensor2D>(
              dNormedByValues_NM,
              tf.matMul(dSeedScores_NS, seedKeys_MS, false, true),
            ),
          );
          const back = norm.backward(cache, dNormed_NM);
          const [dKey, dSeeds] = tf.tidy(() => {
            const dSeedKeys_MS = tf.mul<tf.Tensor2D>(
              tf.matMul(normed_NM, dSeedScores_NS, true),
              scale,
            );
            const residual_SM = tf.sum(tf.reshape(dX1_NM, [numExamples, NUM_SEEDS, width]), 0);
            const byKeys_SM = tf.matMul(dSeedKeys_MS, key.tensor(), true);
            return [
              tf.matMul<tf.Tensor2D>(dSeedKeys_MS, seeds.tensor()),
              tf.add<tf.Tensor2D>(residual_SM, byKeys_SM),
            ];
          });
          const gradients = [
            ...back.gradients,
            { parameter: seeds, gradient: dSeeds },
            { parameter: key, gradient: dKey },
            { parameter: value, gradient: tf.matMul(mixed_PM, dX1_NM, true) },
          ];
          tf.dispose([dSeedScores_NS, dNormedByValues_NM, dMixed_PM, dNormed_NM]);
          return { dX_NM: back.dInput_NM, gradients };
        },
        dispose() {
          tf.dispose([cache.normalized_NM, cache.inverseDeviation_N1, normed_NM, normed_BTM]);
          tf.dispose([seedKeys_MS, attention_BST, mixed_PM, x1_NM, weights_BQ]);
        },
      };
    },
  };
}
