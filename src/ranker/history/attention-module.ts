// Attention half, feed-forward half, mean.
import { tf } from '../../engine/tf.ts';
import { keptLengths, sumShapes, sumsLength } from '../../kernels/attention-block.ts';
import type { AttentionBlock } from '../../kernels/attention-block.ts';
import { EXAMPLES_PER_GROUP, numGroups } from '../../kernels/example-groups.ts';
import { normal } from '../../nn/initializers.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { exampleRows } from '../model/click-tower.ts';
import { sumOfGroups } from '../model/sum-of-groups.ts';
import { NUM_AGE_BUCKETS } from './age-bucket.ts';
import { FOLDED, unfoldGradients, writeFolded } from './attention-weights.ts';
import type { AttentionWeights, FoldedWeights } from './attention-weights.ts';
import { createFeedForward } from './feed-forward.ts';
import { readAttention } from './read-attention.ts';
import type { HistoryBatch, HistoryModule, HistoryModuleInput } from './history-module.ts';

/** The first half of an attention block: LN(X) and what X1 is made with. */
export interface AttentionHalf extends AttentionWeights<
  'scores' | 'scoreBias' | 'value' | 'residual'
> {
  /** S; 0: the clicks attend to one another. */
  readonly numSeeds: number;
}

const INITIAL_DEVIATION = 0.02;

/**
 * A history module of one attention block: clicks as item + age + position vectors, the half given, the
 * feed-forward half, and the mean over the outputs. The kernels do what is done for each click
 * (kernels/attention-block.ts); W2 meets the mean of the hidden layer, which is the same, as it is linear:
 *
 *     h_b = mean_q ( relu(LN(x_bq) W1 + b1) W2 + b2 + x_bq )
 */
export function createAttentionModule(
  input: HistoryModuleInput,
  half: AttentionHalf,
): HistoryModule {
  const { width, historyLength, rng, kernels, scratch } = input;
  const table = (name: string, rows: number): Parameter =>
    createParameter(
      `history.${name}`,
      [rows, width],
      normal(rows * width, INITIAL_DEVIATION, rng.split(name)),
    );
  const ages = table('ages', NUM_AGE_BUCKETS);
  const positions = table('positions', Math.max(1, historyLength));
  const { hidden, first, weight2, bias2 } = createFeedForward(input);
  const numOfHalf = half.parameters.length;
  const weights: AttentionWeights = {
    parameters: [...half.parameters, ...first.parameters],
    fold: (values) => ({
      ...half.fold(values.slice(0, numOfHalf)),
      ...first.fold(values.slice(numOfHalf)),
    }),
  };
  const take = (name: string, length: number): Float32Array =>
    scratch.float32(`attention.${name}`, length);
  const read = (parameter: Parameter): Float32Array => {
    const array = take(parameter.name, parameter.tensor().size);
    array.set(parameter.tensor().dataSync<'float32'>());
    return array;
  };

  const createBlock = (batch: HistoryBatch): AttentionBlock => {
    const numExamples = batch.lengths_B.length;
    if (batch.index_BT.length !== numExamples * historyLength) {
      throw new Error(`histories need ${historyLength} places each, as the module was made for`);
    }
    const sizes = {
      width,
      hidden,
      historyLength,
      numSeeds: half.numSeeds,
      numAges: NUM_AGE_BUCKETS,
    };
    const agesMs_BT = take('agesMs', batch.agesMs_BT.length);
    agesMs_BT.set(batch.agesMs_BT);
    const kept = Object.entries(keptLengths(sizes)).map(([name, length]) => {
      return [name, take(name, numExamples * length)] as const;
    });
    return {
      ...sizes,
      numExamples,
      groupSize: EXAMPLES_PER_GROUP,
      items: batch.items_UM,
      index: batch.index_BT,
      lengths: batch.lengths_B,
      ages: agesMs_BT,
      ageVectors: read(ages),
      positionVectors: read(positions),
      ...writeFolded(weights, take),
      kept: Object.fromEntries(kept) as AttentionBlock['kept'],
      pooledHidden: take('pooledHidden', numExamples * hidden),
      pooled: take('pooled', numExamples * width),
      dPooledHidden: take('dPooledHidden', numExamples * hidden),
      dPooled: take('dPooled', numExamples * width),
      dClicks: take('dClicks', batch.index_BT.length * width),
      sums: take('sums', numGroups(numExamples) * sumsLength(sizes)),
    };
  };

  /** The sums of all groups, as tensors. */
  const totals = (block: AttentionBlock): Record<string, tf.Tensor> => {
    const total = sumOfGroups(block.sums, sumsLength(block), kernels, scratch);
    let begin = 0;
    const tensors = Object.entries(sumShapes(block)).map(([name, shape]) => {
      const size = shape.reduce((product, each) => product * each, 1);
      begin += size;
      return [name, tf.tensor(total.slice(begin - size, begin), shape)] as const;
    });
    return Object.fromEntries(tensors);
  };

  return {
    parameters: [ages, positions, ...weights.parameters, weight2, bias2],
    forward(batch) {
      const block = createBlock(batch);
      const { numExamples } = block;
      kernels.attend(block);
      const pooledHidden_BF = tf.tensor2d(block.pooledHidden.slice(), [numExamples, hidden]);
      const hasClicks = Float32Array.from(batch.lengths_B, (length) => Math.min(1, length));
      const hasClicks_B1 = tf.tensor2d(hasClicks, [numExamples, 1]);
      const sum_BM = tf.tidy(() =>
        tf.addN<tf.Tensor2D>([
          tf.matMul<tf.Tensor2D>(pooledHidden_BF, weight2.tensor() as tf.Tensor2D),
          tf.mul<tf.Tensor2D>(hasClicks_B1, bias2.tensor()),
          tf.tensor2d(block.pooled.slice(), [numExamples, width]),
        ]),
      );
      const history_BM = exampleRows(scratch, 'attention.history', numExamples, width);
      history_BM.set(sum_BM.dataSync<'float32'>());
      sum_BM.dispose();
      return {
        history_BM,
        backward(dHistory_BM, itemGradient_UM) {
          const gradient_BM = tf.tensor2d(dHistory_BM.slice(), [numExamples, width]);
          const dHidden_BF = tf.matMul(gradient_BM, weight2.tensor(), false, true);
          block.dPooledHidden.set(dHidden_BF.dataSync());
          block.dPooled.set(dHistory_BM);
          kernels.attendBack(block);
          const clicks = scratch.int32('attention.clicks', block.index.length);
          maskBehindEnd(block.index, block.lengths, clicks);
          kernels.addRows(itemGradient_UM, clicks, block.dClicks, width);
          const { ages: dAges, positions: dPositions, ...dFolded } = totals(block);
          const gradients = [
            { parameter: ages, gradient: dAges },
            { parameter: positions, gradient: dPositions },
            ...unfoldGradients(weights, dFolded as FoldedWeights),
            { parameter: weight2, gradient: tf.matMul(pooledHidden_BF, gradient_BM, true) },
            {
              parameter: bias2,
              gradient: tf.tidy(() => tf.sum(tf.mul(hasClicks_B1, gradient_BM), 0)),
            },
          ];
          tf.dispose([gradient_BM, dHidden_BF, ...FOLDED.map((name) => dFolded[name])]);
          return gradients;
        },
        attention: () => readAttention(block),
        dispose: () => tf.dispose([pooledHidden_BF, hasClicks_B1]),
      };
    },
  };
}

/** A copy of the index with -1 for what is no click. */
function maskBehindEnd(index_BT: Int32Array, lengths_B: Int32Array, out_BT: Int32Array): void {
  const T = index_BT.length / Math.max(1, lengths_B.length);
  out_BT.set(index_BT);
  lengths_B.forEach((length, b) => out_BT.fill(-1, b * T + length, (b + 1) * T));
}
