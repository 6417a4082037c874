// X W.
import { BYPASS } from '../../kernels/bypass/bypass-layout.ts';
import { createBlock } from '../../kernels/layout/create-block.ts';
import { sumsOverGroups } from '../../kernels/layout/sums.ts';
import { xavierUniform } from '../../nn/initializers.ts';
import { transpose } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import { NUM_AGE_BUCKETS } from './history-module.ts';
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
export function createBypass(input: HistoryModuleInput): HistoryModule {
  const { width, historyLength, rng, kernels, scratch } = input;
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
      const block = createBlock(BYPASS, scratch, {
        numExamples: lengths_B.length,
        historyLength,
        width,
        numAges: NUM_AGE_BUCKETS,
        items_UM,
        index_BT,
        lengths_B,
      });
      block.ages_BT.set(agesMs_BT);
      block.ageVectors_AM.set(ages.values);
      block.weight_MM.set(weight.values);
      block.weightTransposed_MM.set(transpose(weight.values, width));
      kernels.bypass(block);
      return {
        history_BM: block.history_BM,
        backward(dHistory_BM, target_UM) {
          kernels.bypassBack({ ...block, dHistory_BM });
          const gradient_BM = block.dClicks_BM;
          kernels.meanPoolGradient({ width, target_UM, index_BT, lengths_B, gradient_BM });
          const sums = sumsOverGroups(BYPASS, block, kernels, scratch);
          return [
            { parameter: weight, gradient: sums.weight },
            { parameter: ages, gradient: sums.ageVectors },
          ];
        },
      };
    },
  };
}
