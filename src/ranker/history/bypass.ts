// X W.
import { numGroups } from '../../kernels/example-groups.ts';
import { xavierUniform } from '../../nn/initializers.ts';
import { transpose } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import { exampleRows } from '../model/click-tower.ts';
import { sumOfGroups } from '../model/sum-of-groups.ts';
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
  const sumsLength = (width + NUM_AGE_BUCKETS) * width;
  const rows = (name: string, numExamples: number, rowLength: number): Float32Array =>
    exampleRows(scratch, `bypass.${name}`, numExamples, rowLength);
  return {
    parameters: [weight, ages],
    forward({ items_UM, index_BT, lengths_B, agesMs_BT }) {
      const numExamples = lengths_B.length;
      const agesMs = scratch.float32('bypass.agesMs', agesMs_BT.length);
      agesMs.set(agesMs_BT);
      const block = {
        numExamples,
        historyLength,
        width,
        numAges: NUM_AGE_BUCKETS,
        items: items_UM,
        index: index_BT,
        lengths: lengths_B,
        ages: agesMs,
        ageVectors: scratch.float32('bypass.ageVectors', NUM_AGE_BUCKETS * width),
        weight: scratch.float32('bypass.weight', width * width),
        weightBack: scratch.float32('bypass.weightBack', width * width),
        places: scratch.int32('bypass.places', numExamples),
        shares: rows('shares', numExamples, NUM_AGE_BUCKETS),
        clicks: rows('clicks', numExamples, width),
        history: rows('history', numExamples, width),
        dClicks: rows('dClicks', numExamples, width),
        sums: scratch.float32('bypass.sums', numGroups(numExamples) * sumsLength),
      };
      block.ageVectors.set(ages.values);
      block.weight.set(weight.values);
      block.weightBack.set(transpose(weight.values, width));
      kernels.bypass({ ...block, dHistory: block.history });
      return {
        history_BM: block.history,
        backward(gradient_BM, itemGradient_UM) {
          kernels.bypassBack({ ...block, dHistory: gradient_BM });
          kernels.meanPoolGradient(itemGradient_UM, index_BT, lengths_B, block.dClicks, width);
          const total = sumOfGroups(block.sums, sumsLength, kernels, scratch);
          const dWeight = total.slice(0, width * width);
          const dAges = total.slice(width * width);
          return [
            { parameter: weight, gradient: dWeight },
            { parameter: ages, gradient: dAges },
          ];
        },
      };
    },
  };
}
