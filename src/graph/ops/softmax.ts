// Softmax, and cross-entropy against shares.
import { secondOutput } from '../graph.ts';
import type { Graph, Value } from '../graph.ts';
import { ints } from './constants.ts';
import { FLOAT, plain } from './plain.ts';
import { reduce } from './reductions.ts';

/** Over the last axis of four. */
export function softmax(graph: Graph, scores: Value): Value {
  const shares: Value = graph.op('Softmax', [scores], {
    attributes: FLOAT,
    pull: {
      parents: [scores],
      back: (gradient) => {
        const products = plain(graph, 'Mul', gradient, shares);
        const means = reduce(graph, 'Sum', products, [-1], true);
        return [plain(graph, 'Mul', plain(graph, 'Sub', gradient, means), shares)];
      },
    },
  });
  return shares;
}

/**
 * -sum_j target_ij log softmax(logits_i)_j, of each row.
 *
 * @param targets_BC shares that sum to 1 in each row; no gradients go on to them
 */
export function crossEntropy(graph: Graph, logits_BC: Value, targets_BC: Value): Value {
  const losses_B: Value = graph.op('SoftmaxCrossEntropyWithLogits', [logits_BC, targets_BC], {
    attributes: FLOAT,
    pull: {
      parents: [logits_BC],
      back: (gradient_B) => {
        const gradient_B1 = graph.op('ExpandDims', [gradient_B, ints(graph, [1], [])], {
          attributes: { ...FLOAT, Tdim: { type: 'int32' } },
        });
        return [plain(graph, 'Mul', secondOutput(losses_B), gradient_B1)];
      },
    },
  });
  return losses_B;
}
