// What the best epoch is chosen by.
import { entropyBits } from '../../metrics/entropy-bits.ts';
import { groupByPrefixes } from '../../metrics/groups.ts';
import { prefixNeighborRecall } from '../../metrics/prefix-neighbor-recall.ts';
import { portableExp } from '../../util/portable-math.ts';
import type { Rng } from '../../util/rng.ts';
import { mean } from '../../util/stats.ts';
import { createCodeCounts } from '../code/code-counts.ts';
import { createCollisionMeter } from '../code/collisions.ts';
import type { QuantizerModel } from '../model/quantizer-model.ts';
import type { RqVaeLoss } from '../model/rq-vae-gradients.ts';
import type { BestByName } from '../model/technique-settings.ts';
import { codeItems } from './code-items.ts';
import { findNearItems } from './near-items.ts';
import { drawScoredItems } from './scored-items.ts';
import type { TrainingItems } from './training-items.ts';

/** Losses of an epoch: on items trained on, on held-out items. */
export interface EpochLosses {
  readonly training: RqVaeLoss;
  readonly validation: RqVaeLoss | null;
}

/** A figure of a model after an epoch. */
export type ModelScore = (model: QuantizerModel, losses: EpochLosses) => number;

interface BestBy {
  readonly isLowBetter: boolean;
  /** What is the same for all epochs is done here, once. */
  prepare(items: TrainingItems, rng: Rng): ModelScore;
}

/** Neighbors that each query has. */
const K = 10;

/** A new one is a row, and its name in technique-settings.ts. All but loss and reconstruction are measured on the items of `drawScoredItems`. */
export const BEST_BY = {
  /** On held-out items; without such on those trained on. */
  loss: {
    isLowBetter: true,
    prepare:
      () =>
      (_, { training, validation }) =>
        (validation ?? training).loss,
  },
  /** What of the loss says how well items are told from their codes; on the same items. */
  reconstruction: {
    isLowBetter: true,
    prepare:
      () =>
      (_, { training, validation }) =>
        (validation ?? training).reconstruction,
  },
  /** Percent of items that share their whole semantic ID. */
  collisions: {
    isLowBetter: true,
    prepare(items, rng) {
      const scored = drawScoredItems(items, rng);
      return (model) => {
        const meter = createCollisionMeter(model.codebookSizes);
        meter.add(codeItems(model, items.x_ND, scored));
        return 100 * meter.finish().sharingShare;
      };
    },
  },
  /** Geometric mean of the levels' perplexities, with the same bits everywhere: it decides. */
  perplexity: {
    isLowBetter: false,
    prepare(items, rng) {
      const scored = drawScoredItems(items, rng);
      return (model) => {
        const counts = createCodeCounts(model.codebookSizes);
        counts.add(codeItems(model, items.x_ND, scored));
        const entropies = model.codebookSizes.map((_, level) => entropyBits(counts.ofLevel(level)));
        return 1 / portableExp(-Math.LN2 * mean(entropies));
      };
    },
  },
  /** Mean recall@10 of the nearest by content among items in order of the longest common prefix. */
  'neighbor-recall': {
    isLowBetter: false,
    prepare(items, rng) {
      const scored = drawScoredItems(items, rng);
      const neighbors = findNearItems(items, scored, K);
      return (model) => {
        const codes_NL = codeItems(model, items.x_ND, scored);
        const prefixes = groupByPrefixes({ codes_NL, levels: model.codebookSizes.length });
        return mean([...prefixNeighborRecall(prefixes, neighbors).recall_Q]);
      };
    },
  },
} satisfies Record<BestByName, BestBy>;

/** Whether one score is better than another, not only as good. */
export function isBetterScore(by: BestByName, score: number, other: number): boolean {
  return BEST_BY[by].isLowBetter ? score < other : score > other;
}
