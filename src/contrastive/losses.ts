// What contrastive training makes small.
import type { Graph, Value } from '../graph/graph.ts';
import {
  add,
  exp,
  multiply,
  scaleBy,
  scaleByLearned,
  shiftByLearned,
  softplus,
} from '../graph/ops/arithmetic.ts';
import { scalar } from '../graph/ops/constants.ts';
import { plain } from '../graph/ops/plain.ts';
import { matMul } from '../graph/ops/products.ts';
import { meanOfAll, reduce, sumRows } from '../graph/ops/reductions.ts';
import { transpose } from '../graph/ops/shapes.ts';
import { crossEntropy } from '../graph/ops/softmax.ts';

/** A batch of pairs, as losses take it. */
export interface PairBatch {
  /** Rows of length 1. */
  readonly pictures_BD: Value;
  readonly texts_BD: Value;
  /** 1 where picture i and text j belong together (on the diagonal always), else 0. */
  readonly together_BB: Value;
  /** How much each pair counts. */
  readonly weights_B: Value;
  /** Logarithm of what similarities are multiplied by: learned. */
  readonly logScale: Value;
  /** Added to similarities: learned by `sigmoid` alone. */
  readonly bias: Value;
}

export interface ContrastiveLoss {
  readonly says: string;
  /** At the start, where the model's folder does not say. */
  readonly start: { readonly logScale: number; readonly bias: number };
  readonly learnsBias: boolean;
  /** @returns a scalar */
  readonly write: (graph: Graph, batch: PairBatch) => Value;
}

/** In order of names in help texts. */
export const LOSS_NAMES = ['infonce', 'sigmoid', 'weighted'] as const;
export type LossName = (typeof LOSS_NAMES)[number];

export const LOSSES: Readonly<Record<LossName, ContrastiveLoss>> = {
  infonce: {
    says: 'symmetric InfoNCE, as CLIP (Radford 2021); several positives share a row',
    start: { logScale: Math.log(1 / 0.07), bias: 0 },
    learnsBias: false,
    write: (graph, batch) => {
      const [forth_B, back_B] = crossEntropies(graph, batch);
      return meanOfAll(graph, scaleBy(graph, add(graph, forth_B, back_B), 0.5));
    },
  },
  sigmoid: {
    says: 'each picture and text judged by themselves, as SigLIP (Zhai 2023)',
    start: { logScale: Math.log(10), bias: -10 },
    learnsBias: true,
    write: sigmoidLoss,
  },
  weighted: {
    says: "InfoNCE with the pairs' weights, as GCL (Zhu 2024)",
    start: { logScale: Math.log(1 / 0.07), bias: 0 },
    learnsBias: false,
    write: (graph, batch) => {
      const [forth_B, back_B] = crossEntropies(graph, batch);
      const mean = reduce(graph, 'Mean', batch.weights_B, [0], false);
      // A batch without any weight teaches nothing.
      const shares_B = plain(graph, 'DivNoNan', batch.weights_B, mean);
      const both_B = scaleBy(graph, add(graph, forth_B, back_B), 0.5);
      return meanOfAll(graph, multiply(graph, both_B, shares_B));
    },
  },
};

/** Of each text among the pictures, and of each picture among the texts. */
function crossEntropies(graph: Graph, batch: PairBatch): [Value, Value] {
  const { pictures_BD, texts_BD, together_BB, logScale } = batch;
  const cosines_BB = matMul(graph, texts_BD, pictures_BD, { isTransposed: true });
  const logits_BB = scaleByLearned(graph, cosines_BB, exp(graph, logScale));
  // Who belongs together is symmetric, so one matrix of shares serves both ways.
  const counts_B1 = reduce(graph, 'Sum', together_BB, [1], true);
  const targets_BB = plain(graph, 'RealDiv', together_BB, counts_B1);
  return [
    crossEntropy(graph, logits_BB, targets_BB),
    crossEntropy(graph, transpose(graph, logits_BB, [1, 0]), targets_BB),
  ];
}

/** Sum over all pictures and texts of log(1 + e^(-z logit)), z = 1 together and -1 else, over the number of pairs. */
function sigmoidLoss(graph: Graph, batch: PairBatch): Value {
  const { pictures_BD, texts_BD, together_BB, logScale, bias } = batch;
  const cosines_BB = matMul(graph, texts_BD, pictures_BD, { isTransposed: true });
  const scaled_BB = scaleByLearned(graph, cosines_BB, exp(graph, logScale));
  const logits_BB = shiftByLearned(graph, scaled_BB, bias);
  const twice_BB = plain(graph, 'Mul', together_BB, scalar(graph, -2));
  const signs_BB = plain(graph, 'AddV2', twice_BB, scalar(graph, 1));
  const losses_BB = softplus(graph, multiply(graph, logits_BB, signs_BB));
  return meanOfAll(graph, sumRows(graph, losses_BB));
}
