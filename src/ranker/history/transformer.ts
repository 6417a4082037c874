import { tf } from '../../engine/tf.ts';
import { xavierUniform } from '../../nn/initializers.ts';
import { createLayerNorm } from '../../nn/layer-norm.ts';
import { createParameter } from '../../nn/parameter.ts';
import { createAttentionModule } from './attention-module.ts';
import type { AttentionHalf } from './attention-module.ts';
import type { ClickVectors } from './click-vectors.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';
import { softmaxGradient } from './softmax-gradient.ts';

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

function createSelfAttention({ width, rng }: HistoryModuleInput): AttentionHalf {
  const norm = createLayerNorm('history.norm1', width);
  const [query, key, value] = ['query', 'key', 'value'].map((name) =>
    createParameter(
      `history.${name}`,
      [width, width],
      xavierUniform([width, width], rng.split(name)),
    ),
  );
  const scale = 1 / Math.sqrt(width);
  return {
    parameters: [...norm.parameters, query, key, value],
    forward(clicks) {
      const { numExamples, length, x_NM } = clicks;
      const { output_NM: normed_NM, cache } = norm.forward(x_NM);
      const byExample = (x: tf.Tensor): tf.Tensor3D => tf.reshape(x, [numExamples, length, width]);
      const flat = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [numExamples * length, width]);
      const project = (weight: typeof query): tf.Tensor3D =>
        tf.tidy(() => byExample(tf.matMul(normed_NM, weight.tensor() as tf.Tensor2D)));
      const [q_BTM, k_BTM, v_BTM] = [query, key, value].map(project);
      const attention_BTT = attend(q_BTM, k_BTM, clicks, scale);
      const x1_NM = tf.tidy(() => tf.add<tf.Tensor2D>(flat(tf.matMul(attention_BTT, v_BTM)), x_NM));
      return {
        x1_NM,
        weights_BQ: clicks.weights_BT,
        backward(dX1_NM) {
          const [dQ_NM, dK_NM, dV_NM] = tf.tidy(() => {
            const dOutput_BTM = byExample(dX1_NM);
            const dAttention_BTT = tf.matMul(dOutput_BTM, v_BTM, false, true);
            const dScores_BTT = tf.mul(softmaxGradient(attention_BTT, dAttention_BTT), scale);
            return [
              flat(tf.matMul(dScores_BTT, k_BTM)),
              flat(tf.matMul(dScores_BTT, q_BTM, true)),
              flat(tf.matMul(attention_BTT, dOutput_BTM, true)),
            ];
          });
          const parts = [
            { parameter: query, d_NM: dQ_NM },
            { parameter: key, d_NM: dK_NM },
            { parameter: value, d_NM: dV_NM },
          ];
          const dNormed_NM = tf.tidy(() =>
            tf.addN(
              parts.map(({ parameter, d_NM }) =>
                tf.matMul<tf.Tensor2D>(d_NM, parameter.tensor() as tf.Tensor2D, false, true),
              ),
            ),
          );
          const back = norm.backward(cache, dNormed_NM);
          const gradients = [
            ...back.gradients,
            ...parts.map(({ parameter, d_NM }) => ({
              parameter,
              gradient: tf.matMul(normed_NM, d_NM, true),
            })),
          ];
          const dX_NM = tf.add<tf.Tensor2D>(back.dInput_NM, dX1_NM);
          tf.dispose([dQ_NM, dK_NM, dV_NM, dNormed_NM, back.dInput_NM]);
          return { dX_NM, gradients };
        },
        dispose() {
          tf.dispose([cache.normalized_NM, cache.inverseDeviation_N1, normed_NM]);
          tf.dispose([q_BTM, k_BTM, v_BTM, attention_BTT, x1_NM]);
        },
      };
    },
  };
}

/** attention_BTT: rows sum to 1 over the clicks; padding gets nothing. */
function attend(
  q_BTM: tf.Tensor3D,
  k_BTM: tf.Tensor3D,
  { bias_BT, numExamples, length }: ClickVectors,
  scale: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const scores_BTT = tf.mul(tf.matMul(q_BTM, k_BTM, false, true), scale);
    const bias_B1T = tf.reshape(bias_BT, [numExamples, 1, length]);
    return tf.softmax(tf.add<tf.Tensor3D>(scores_BTT, bias_B1T));
  });
}
