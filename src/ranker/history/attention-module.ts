// Attention half, feed-forward half, mean.
import { ATTENTION } from '../../kernels/attention/attention-layout.ts';
import type { AttentionBlock } from '../../kernels/attention/attention-layout.ts';
import { createBlock } from '../../kernels/layout/create-block.ts';
import { sumsOverGroups } from '../../kernels/layout/sums.ts';
import { normal } from '../../nn/initializers.ts';
import { transpose } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Gradient, Parameter } from '../../nn/parameter.ts';
import { createFeedForward } from './feed-forward.ts';
import { readAttention } from './read-attention.ts';
import { NUM_AGE_BUCKETS } from './history-module.ts';
import type { HistoryBatch, HistoryModule, HistoryModuleInput } from './history-module.ts';

/** The block's weights as the kernels take them, flat and row-major; `ATTENTION` says what each does. */
type FoldedName =
  'scores' | 'scoreBias' | 'value' | 'residual' | 'weight1' | 'bias1' | 'weight2' | 'bias2';

type Folded<Names extends FoldedName> = Readonly<Record<Names, Float32Array>>;

/** A part of the block: its parameters, and how some of the kernels' weights come from them. */
export interface FoldedPart<Names extends FoldedName> {
  readonly parameters: readonly Parameter[];
  /** The weights from the parameters. */
  fold(): Folded<Names>;
  /** The gradients to the parameters, in their order, from those to the weights. */
  unfold(d: Folded<Names>): Gradient[];
}

/** The first half of an attention block: LN(X) and what X1 is made with. */
export interface AttentionHalf extends FoldedPart<'scores' | 'scoreBias' | 'value' | 'residual'> {
  /** S; 0: the clicks attend to one another. */
  readonly numSeeds: number;
}

const INITIAL_DEVIATION = 0.02;

/**
 * A history module of one attention block: clicks as item + age + position vectors, the half given, the
 * feed-forward half, and the mean over the outputs. The kernels do what is done for each click and for each example
 * (kernels/attention/attention-layout.ts); W2 meets the mean of the hidden layer, which is the same, as it is linear:
 *
 *     h_b = mean_q ( relu(LN(x_bq) W1 + b1) W2 + b2 + x_bq )
 */
export function createAttentionModule(
  input: HistoryModuleInput,
  half: AttentionHalf,
): HistoryModule {
  const { width, historyLength, rng, kernels, scratch } = input;
  const table = (name: string, rows: number): Parameter => {
    const values = normal(rows * width, INITIAL_DEVIATION, rng.split(name));
    return createParameter(`history.${name}`, [rows, width], values);
  };
  const ages = table('ages', NUM_AGE_BUCKETS);
  const positions = table('positions', Math.max(1, historyLength));
  const feedForward = createFeedForward(input);
  const { hidden } = feedForward;

  const write = (batch: HistoryBatch): AttentionBlock => {
    const block = createBlock(ATTENTION, scratch, {
      numExamples: batch.lengths_B.length,
      historyLength,
      width,
      hidden,
      numSeeds: half.numSeeds,
      numAges: NUM_AGE_BUCKETS,
      items_UM: batch.items_UM,
      index_BT: batch.index_BT,
      lengths_B: batch.lengths_B,
    });
    const { scores, scoreBias, value, residual } = half.fold();
    const { weight1, bias1, weight2, bias2 } = feedForward.fold();
    block.ages_BT.set(batch.agesMs_BT);
    block.ageVectors_AM.set(ages.values);
    block.positionVectors_LM.set(positions.values);
    block.scores_XM.set(scores);
    block.scoresTransposed_MX.set(transpose(scores, width));
    block.scoreBias_M.set(scoreBias);
    block.value_MM.set(value);
    block.valueTransposed_MM.set(transpose(value, width));
    block.residual_RM.set(residual);
    block.weight1_MF.set(weight1);
    block.weight1Transposed_FM.set(transpose(weight1, hidden));
    block.bias1_F.set(bias1);
    block.weight2_FM.set(weight2);
    block.weight2Transposed_MF.set(transpose(weight2, width));
    block.bias2_M.set(bias2);
    return block;
  };

  return {
    parameters: [ages, positions, ...half.parameters, ...feedForward.parameters],
    forward(batch) {
      const block = write(batch);
      kernels.attend(block);
      return {
        history_BM: block.history_BM,
        backward(dHistory_BM, itemGradient_UM) {
          kernels.attendBack({ ...block, dHistory_BM });
          const clicks_BT = scratch.int32('clicks', block.index_BT.length);
          maskBehindEnd(block.index_BT, block.lengths_B, clicks_BT);
          // Each click is an item of one token.
          const values_UM = block.dClicks_BTM;
          kernels.addRows({ width, target_HM: itemGradient_UM, values_UM, index_UJ: clicks_BT });
          const d = sumsOverGroups(ATTENTION, block, kernels, scratch);
          return [
            { parameter: ages, gradient: d.ageVectors },
            { parameter: positions, gradient: d.positionVectors },
            ...half.unfold(d),
            ...feedForward.unfold(d),
          ];
        },
        attention: () => readAttention(block),
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
