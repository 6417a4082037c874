import { tf } from '../../engine/tf.ts';
import { normal } from '../../nn/initializers.ts';
import type { ParameterGradient } from '../../nn/mlp.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { ageBucketOfBits, NUM_AGE_BUCKETS } from './age-bucket.ts';
import type { HistoryBatch, HistoryModuleInput } from './history-module.ts';

const INITIAL_DEVIATION = 0.02;

/** The clicks of a stretch of examples as vectors: item + age + position. */
export interface ClickVectors {
  /** Examples of the stretch, and positions of each: T, or fewer where no history is so long. */
  readonly numExamples: number;
  readonly length: number;
  /** Flat over examples and positions; zeros are not guaranteed behind a history's end. */
  readonly x_NM: tf.Tensor2D;
  /** 0 at clicks, a large negative number behind a history's end: added to attention scores. */
  readonly bias_BT: tf.Tensor2D;
  /** 1 / clicks at clicks, 0 elsewhere. */
  readonly weights_BT: tf.Tensor2D;
  /** The gradients to the parameters; those to the items are added to `itemGradient_UM`. */
  backward(dX_NM: tf.Tensor2D, itemGradient_UM: Float32Array): ParameterGradient[];
  dispose(): void;
}

/** Makes the vectors that attention works on (Zheng 2025, section 3). */
export interface ClickEmbedder {
  readonly parameters: readonly Parameter[];
  /** Examples from `begin` to before `end`. */
  embed(batch: HistoryBatch, begin: number, end: number): ClickVectors;
}

const MASKED = -1e9;

/** Ages are bucketed by their logarithm; positions are counted back from the newest click. */
export function createClickEmbedder(input: HistoryModuleInput): ClickEmbedder {
  const { width, historyLength, rng, kernels, scratch } = input;
  const table = (name: string, rows: number): Parameter =>
    createParameter(
      `history.${name}`,
      [rows, width],
      normal(rows * width, INITIAL_DEVIATION, rng.split(name)),
    );
  const ages = table('ages', NUM_AGE_BUCKETS);
  const positions = table('positions', Math.max(1, historyLength));
  return {
    parameters: [ages, positions],
    embed(batch, begin, end) {
      const plan = planClicks(batch, begin, end);
      const { length, item_N, age_N, position_N } = plan;
      const [numExamples, numRows] = [end - begin, item_N.length];
      const index_N = scratch.int32('clickItems', numRows);
      index_N.set(item_N);
      const items_NM = scratch.float32('clickVectors', numRows * width);
      // One token an item: a plain gather that makes zeros of what is no click.
      kernels.sumRows(batch.items_UM, index_N, items_NM, width);
      const ages_N = tf.tensor1d(age_N, 'int32');
      const positions_N = tf.tensor1d(position_N, 'int32');
      const x_NM = tf.tidy(() =>
        tf.addN([
          tf.tensor2d(items_NM.slice(), [numRows, width]),
          tf.gather(ages.tensor() as tf.Tensor2D, ages_N),
          tf.gather(positions.tensor() as tf.Tensor2D, positions_N),
        ]),
      );
      const bias_BT = tf.tensor2d(plan.bias_BT, [numExamples, length]);
      const weights_BT = tf.tensor2d(plan.weights_BT, [numExamples, length]);
      return {
        numExamples,
        length,
        x_NM,
        bias_BT,
        weights_BT,
        backward(dX_NM, itemGradient_UM) {
          const indexAgain_N = scratch.int32('clickItems', numRows);
          indexAgain_N.set(item_N);
          const gradient_NM = scratch.float32('clickGradient', numRows * width);
          gradient_NM.set(dX_NM.dataSync());
          kernels.addRows(itemGradient_UM, indexAgain_N, gradient_NM, width);
          return [
            { parameter: ages, gradient: tf.unsortedSegmentSum(dX_NM, ages_N, NUM_AGE_BUCKETS) },
            {
              parameter: positions,
              gradient: tf.unsortedSegmentSum(dX_NM, positions_N, positions.shape[0]),
            },
          ];
        },
        dispose: () => tf.dispose([x_NM, bias_BT, weights_BT, ages_N, positions_N]),
      };
    },
  };
}

/** The places of a stretch, cut to its longest history; item -1 where there is no click. */
function planClicks(
  { index_BT, lengths_B, agesMs_BT }: HistoryBatch,
  begin: number,
  end: number,
): {
  length: number;
  item_N: Int32Array;
  age_N: Int32Array;
  position_N: Int32Array;
  bias_BT: Float32Array;
  weights_BT: Float32Array;
} {
  const T = index_BT.length / lengths_B.length;
  const length = Math.max(1, ...lengths_B.subarray(begin, end));
  const numRows = (end - begin) * length;
  const bits_BT = new Int32Array(agesMs_BT.buffer, agesMs_BT.byteOffset, agesMs_BT.length);
  const item_N = new Int32Array(numRows).fill(-1);
  const age_N = new Int32Array(numRows);
  const position_N = new Int32Array(numRows);
  const bias_BT = new Float32Array(numRows).fill(MASKED);
  const weights_BT = new Float32Array(numRows);
  for (let b = begin; b < end; b++) {
    for (let t = 0; t < lengths_B[b]; t++) {
      const row = (b - begin) * length + t;
      item_N[row] = index_BT[b * T + t];
      age_N[row] = ageBucketOfBits(bits_BT[b * T + t]);
      position_N[row] = lengths_B[b] - 1 - t;
      bias_BT[row] = 0;
      weights_BT[row] = 1 / lengths_B[b];
    }
  }
  return { length, item_N, age_N, position_N, bias_BT, weights_BT };
}
