import { tf } from '../../engine/tf.ts';
import { xavierUniform } from '../../nn/initializers.ts';
import { createParameter } from '../../nn/parameter.ts';
import { ageShares, NUM_AGE_BUCKETS } from './age-bucket.ts';
import type { HistoryModule, HistoryModuleInput } from './history-module.ts';

/**
 * Bypass: every click's vector (item embedding + timestamp embedding) times W, averaged over the clicks.
 *
 *     h_b = mean_t (e_t + a_t) W = ( mean_t e_t + shares_b A ) W
 *
 * Averaging and the linear map change places, so W meets one vector an example instead of T.
 *
 * @see Zheng 2025, section 3 (Bypass: X W). The paper does not say how the T outputs are joined; the mean
 *   is our reading (docs/decisions).
 */
export function createBypass({ width, rng, kernels, scratch }: HistoryModuleInput): HistoryModule {
  const weight = createParameter(
    'history.weight',
    [width, width],
    xavierUniform([width, width], rng.split('weight')),
  );
  const ages = createParameter(
    'history.ages',
    [NUM_AGE_BUCKETS, width],
    new Float32Array(NUM_AGE_BUCKETS * width),
  );
  return {
    parameters: [weight, ages],
    forward({ items_UM, index_BT, lengths_B, agesMs_BT }) {
      const numExamples = lengths_B.length;
      const pooled = scratch.float32('pooled', numExamples * width);
      kernels.meanPool(items_UM, index_BT, lengths_B, pooled, width);
      const shares = scratch.float32('ageShares', numExamples * NUM_AGE_BUCKETS);
      ageShares(agesMs_BT, lengths_B, shares);
      const shares_BA = tf.tensor2d(shares, [numExamples, NUM_AGE_BUCKETS]);
      const clicks_BM = tf.tidy(() =>
        tf.add<tf.Tensor2D>(
          tf.tensor2d(pooled, [numExamples, width]),
          tf.matMul(shares_BA, ages.tensor() as tf.Tensor2D),
        ),
      );
      const history_BM: tf.Tensor2D = tf.matMul(clicks_BM, weight.tensor());
      return {
        history_BM,
        backward(gradient_BM, itemGradient_UM) {
          const clicksGradient_BM = tf.matMul(gradient_BM, weight.tensor(), false, true);
          const pooledGradient = scratch.float32('pooledGradient', numExamples * width);
          pooledGradient.set(clicksGradient_BM.dataSync());
          kernels.meanPoolGradient(itemGradient_UM, index_BT, lengths_B, pooledGradient, width);
          const gradients = [
            { parameter: weight, gradient: tf.matMul(clicks_BM, gradient_BM, true) },
            { parameter: ages, gradient: tf.matMul(shares_BA, clicksGradient_BM, true) },
          ];
          clicksGradient_BM.dispose();
          return gradients;
        },
        dispose: () => tf.dispose([shares_BA, clicks_BM, history_BM]),
      };
    },
  };
}
