// Attention half, feed-forward half, mean.
import { keptLengths, sumShapes, sumsLength } from '../../kernels/attention-block.ts';
import type { AttentionBlock } from '../../kernels/attention-block.ts';
import { EXAMPLES_PER_GROUP, numGroups } from '../../kernels/example-groups.ts';
import { normal } from '../../nn/initializers.ts';
import { transpose } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Gradient, Parameter } from '../../nn/parameter.ts';
import { exampleRows } from '../model/click-tower.ts';
import { sumOfGroups } from '../model/sum-of-groups.ts';
import { createFeedForward } from './feed-forward.ts';
import { readAttention } from './read-attention.ts';
import { NUM_AGE_BUCKETS } from './history-module.ts';
import type { HistoryBatch, HistoryModule, HistoryModuleInput } from './history-module.ts';

/** The block's weights as the kernels take them, flat and row-major; `AttentionBlock` says what each does. */
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
 * (kernels/attention-block.ts); W2 meets the mean of the hidden layer, which is the same, as it is linear:
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
  const take = (name: string, length: number): Float32Array =>
    scratch.float32(`attention.${name}`, length);
  const rows = (name: string, numExamples: number, rowLength: number): Float32Array =>
    exampleRows(scratch, `attention.${name}`, numExamples, rowLength);
  const write = (name: string, values: Float32Array): Float32Array => {
    const array = take(name, values.length);
    array.set(values);
    return array;
  };

  const createBlock = (batch: HistoryBatch): Omit<AttentionBlock, 'dHistory'> => {
    const numExamples = batch.lengths_B.length;
    if (batch.index_BT.length !== numExamples * historyLength) {
      throw new Error(`histories need ${historyLength} places each, as the module was made for`);
    }
    const { numSeeds } = half;
    const sizes = { width, hidden, historyLength, numSeeds, numAges: NUM_AGE_BUCKETS };
    const kept = Object.entries(keptLengths(sizes)).map(([name, length]) => {
      return [name, take(name, numExamples * length)] as const;
    });
    const { scores, scoreBias, value, residual } = half.fold();
    const { weight1, bias1, weight2, bias2 } = feedForward.fold();
    return {
      ...sizes,
      numExamples,
      groupSize: EXAMPLES_PER_GROUP,
      items: batch.items_UM,
      index: batch.index_BT,
      lengths: batch.lengths_B,
      ages: write('agesMs', batch.agesMs_BT),
      ageVectors: write('ages', ages.values),
      positionVectors: write('positions', positions.values),
      scores: write('scores', scores),
      scoresBack: write('scoresBack', transpose(scores, width)),
      scoreBias: write('scoreBias', scoreBias),
      value: write('value', value),
      valueBack: write('valueBack', transpose(value, width)),
      residual: write('residual', residual),
      weight1: write('weight1', weight1),
      weight1Back: write('weight1Back', transpose(weight1, hidden)),
      bias1: write('bias1', bias1),
      weight2: write('weight2', weight2),
      weight2Back: write('weight2Back', transpose(weight2, width)),
      bias2: write('bias2', bias2),
      kept: Object.fromEntries(kept) as AttentionBlock['kept'],
      pooledHidden: rows('pooledHidden', numExamples, hidden),
      history: rows('history', numExamples, width),
      dPooledHidden: rows('dPooledHidden', numExamples, hidden),
      dClicks: take('dClicks', batch.index_BT.length * width),
      sums: take('sums', numGroups(numExamples) * sumsLength(sizes)),
    };
  };

  return {
    parameters: [ages, positions, ...half.parameters, ...feedForward.parameters],
    forward(batch) {
      const block = createBlock(batch);
      kernels.attend({ ...block, dHistory: block.history });
      return {
        history_BM: block.history,
        backward(dHistory_BM, itemGradient_UM) {
          kernels.attendBack({ ...block, dHistory: dHistory_BM });
          const clicks = scratch.int32('attention.clicks', block.index.length);
          maskBehindEnd(block.index, block.lengths, clicks);
          kernels.addRows(itemGradient_UM, clicks, block.dClicks, width);
          const total = sumOfGroups(block.sums, sumsLength(block), kernels, scratch);
          const d = splitSums(total, sumShapes(block));
          return [
            { parameter: ages, gradient: d.ages },
            { parameter: positions, gradient: d.positions },
            ...half.unfold(d),
            ...feedForward.unfold(d),
          ];
        },
        attention: () => readAttention(block),
      };
    },
  };
}

/** Copies of the arrays that lie one behind the other. */
function splitSums<Names extends string>(
  total: Float32Array,
  shapes: Readonly<Record<Names, readonly number[]>>,
): Record<Names, Float32Array> {
  let begin = 0;
  const parts = Object.entries<readonly number[]>(shapes).map(([name, shape]) => {
    const size = shape.reduce((product, each) => product * each, 1);
    begin += size;
    return [name, total.slice(begin - size, begin)] as const;
  });
  return Object.fromEntries(parts) as Record<Names, Float32Array>;
}

/** A copy of the index with -1 for what is no click. */
function maskBehindEnd(index_BT: Int32Array, lengths_B: Int32Array, out_BT: Int32Array): void {
  const T = index_BT.length / Math.max(1, lengths_B.length);
  out_BT.set(index_BT);
  lengths_B.forEach((length, b) => out_BT.fill(-1, b * T + length, (b + 1) * T));
}
