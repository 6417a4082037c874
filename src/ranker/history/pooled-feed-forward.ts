import { tf } from '../../engine/tf.ts';
import { linearDefault } from '../../nn/initializers.ts';
import { createLayerNorm } from '../../nn/layer-norm.ts';
import type { LayerNormCache } from '../../nn/layer-norm.ts';
import type { ParameterGradient } from '../../nn/mlp.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import type { HistoryModuleInput } from './history-module.ts';

/** Hidden width over the model's. */
const HIDDEN_FACTOR = 4;

/** What `forward` leaves for `backward`. */
export interface PooledFeedForwardCache {
  readonly weights_BQ: tf.Tensor2D;
  readonly norm: LayerNormCache;
  readonly normed_NM: tf.Tensor2D;
  readonly hidden_NF: tf.Tensor2D;
  readonly pooledHidden_BF: tf.Tensor2D;
}

/** The second half of an attention block and the mean over its outputs. */
export interface PooledFeedForward {
  readonly parameters: readonly Parameter[];
  /** @param x_NM outputs of the attention, Q for each example. @param weights_BQ of the mean */
  forward(
    x_NM: tf.Tensor2D,
    weights_BQ: tf.Tensor2D,
  ): { history_BM: tf.Tensor2D; cache: PooledFeedForwardCache };
  backward(
    cache: PooledFeedForwardCache,
    dHistory_BM: tf.Tensor2D,
  ): { dX_NM: tf.Tensor2D; gradients: ParameterGradient[] };
  disposeCache(cache: PooledFeedForwardCache): void;
}

/**
 * X2 = MLP(LN(X1)) + X1 (Zheng 2025, section 3), then the weighted mean over an example's vectors:
 *
 *     h_b = sum_q w_bq ( relu(LN(x_bq) W1 + b1) W2 + b2 + x_bq )
 *         = ( sum_q w_bq relu(LN(x_bq) W1 + b1) ) W2 + ( sum_q w_bq ) b2 + sum_q w_bq x_bq
 *
 * In the second form W2 meets one vector an example instead of Q, on the way back too.
 */
export function createPooledFeedForward({ width, rng }: HistoryModuleInput): PooledFeedForward {
  const hidden = HIDDEN_FACTOR * width;
  const linear = (name: string, shape: number[], numInputs: number): Parameter =>
    createParameter(
      `history.${name}`,
      shape,
      linearDefault(
        shape.reduce((product, size) => product * size, 1),
        numInputs,
        rng.split(name),
      ),
    );
  const norm = createLayerNorm('history.norm2', width);
  const weight1 = linear('weight1', [width, hidden], width);
  const bias1 = linear('bias1', [hidden], width);
  const weight2 = linear('weight2', [hidden, width], hidden);
  const bias2 = linear('bias2', [width], hidden);
  return {
    parameters: [...norm.parameters, weight1, bias1, weight2, bias2],
    forward(x_NM, weights_BQ) {
      const { output_NM: normed_NM, cache } = norm.forward(x_NM);
      const hidden_NF = tf.tidy(() => {
        const sums_NF = tf.matMul(normed_NM, weight1.tensor());
        return tf.relu(tf.add<tf.Tensor2D>(sums_NF, bias1.tensor()));
      });
      const pooledHidden_BF = pool(hidden_NF, weights_BQ);
      const history_BM = tf.tidy(() => {
        const fromHidden_BM = tf.matMul(pooledHidden_BF, weight2.tensor());
        const fromBias_BM = tf.mul(tf.sum(weights_BQ, 1, true), bias2.tensor());
        return tf.addN([fromHidden_BM, fromBias_BM, pool(x_NM, weights_BQ)]);
      }) as tf.Tensor2D;
      return {
        history_BM,
        cache: { weights_BQ, norm: cache, normed_NM, hidden_NF, pooledHidden_BF },
      };
    },
    backward({ weights_BQ, norm: normCache, normed_NM, hidden_NF, pooledHidden_BF }, dHistory_BM) {
      const dHidden_NF = tf.tidy(() => {
        const dPooled_BF: tf.Tensor2D = tf.matMul(dHistory_BM, weight2.tensor(), false, true);
        return tf.mul<tf.Tensor2D>(unpool(dPooled_BF, weights_BQ), tf.step(hidden_NF));
      });
      const dNormed_NM: tf.Tensor2D = tf.matMul(dHidden_NF, weight1.tensor(), false, true);
      const { dInput_NM, gradients } = norm.backward(normCache, dNormed_NM);
      const dX_NM = tf.tidy(() => tf.add<tf.Tensor2D>(dInput_NM, unpool(dHistory_BM, weights_BQ)));
      const dBias2 = tf.tidy(() => tf.sum(tf.mul(tf.sum(weights_BQ, 1, true), dHistory_BM), 0));
      const all = [
        ...gradients,
        { parameter: weight1, gradient: tf.matMul(normed_NM, dHidden_NF, true) },
        { parameter: bias1, gradient: tf.sum(dHidden_NF, 0) },
        { parameter: weight2, gradient: tf.matMul(pooledHidden_BF, dHistory_BM, true) },
        { parameter: bias2, gradient: dBias2 },
      ];
      tf.dispose([dHidden_NF, dNormed_NM, dInput_NM]);
      return { dX_NM, gradients: all };
    },
    disposeCache({ norm: { normalized_NM, inverseDeviation_N1 }, ...cache }) {
      tf.dispose([normalized_NM, inverseDeviation_N1]);
      tf.dispose([cache.normed_NM, cache.hidden_NF, cache.pooledHidden_BF]);
    },
  };
}

/** out_bm = sum_q weights_bq x_bqm, as B products of a row and a matrix. */
function pool(x_NM: tf.Tensor2D, weights_BQ: tf.Tensor2D): tf.Tensor2D {
  const [numExamples, numVectors] = weights_BQ.shape;
  const width = x_NM.shape[1];
  return tf.tidy(() => {
    const x_BQM = tf.reshape(x_NM, [numExamples, numVectors, width]);
    const weights_B1Q = tf.reshape(weights_BQ, [numExamples, 1, numVectors]);
    const pooled_B1M = tf.matMul(weights_B1Q, x_BQM);
    const pooled_BM: tf.Tensor2D = tf.reshape(pooled_B1M, [numExamples, width]);
    return pooled_BM;
  });
}

/** out_bqm = weights_bq x_bm, flat over b and q: the gradient of `pool`. */
function unpool(x_BM: tf.Tensor2D, weights_BQ: tf.Tensor2D): tf.Tensor2D {
  const [numExamples, numVectors] = weights_BQ.shape;
  const width = x_BM.shape[1];
  return tf.tidy(() => {
    const x_B1M = tf.reshape(x_BM, [numExamples, 1, width]);
    const weights_BQ1 = tf.reshape(weights_BQ, [numExamples, numVectors, 1]);
    const parts_BQM = tf.mul(weights_BQ1, x_B1M);
    const flat_NM: tf.Tensor2D = tf.reshape(parts_BQM, [numExamples * numVectors, width]);
    return flat_NM;
  });
}
