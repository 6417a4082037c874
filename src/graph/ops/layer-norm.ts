// Layer normalization.
import type { Graph, Value } from '../graph.ts';
import { scalar } from './constants.ts';
import { FLOAT, inverseRoot, plain } from './plain.ts';
import { reduce } from './reductions.ts';

/** Each row with mean 0 and variance 1, then scaled and shifted (Ba 2016). */
export function layerNorm(
  graph: Graph,
  x_XM: Value,
  { weight, bias, epsilon }: { weight: Value; bias: Value; epsilon: number },
): Value {
  const rowMean = (of: Value): Value => reduce(graph, 'Mean', of, [-1], true);
  const centered = plain(graph, 'Sub', x_XM, rowMean(x_XM));
  const variance = rowMean(plain(graph, 'Square', centered));
  const scale = inverseRoot(graph, plain(graph, 'AddV2', variance, scalar(graph, epsilon)));
  const normed = plain(graph, 'Mul', centered, scale);
  const scaled = plain(graph, 'Mul', normed, weight);
  return graph.op('AddV2', [scaled, bias], {
    attributes: FLOAT,
    pull: {
      parents: [x_XM, weight, bias],
      back: (gradient, [isX, isWeight, isBias]) => {
        const sumRows = (of: Value): Value => reduce(graph, 'Sum', of, [0], false);
        const inner = plain(graph, 'Mul', gradient, weight);
        return [
          isX ? normBack(graph, inner, normed, scale) : undefined,
          isWeight ? sumRows(plain(graph, 'Mul', gradient, normed)) : undefined,
          isBias ? sumRows(gradient) : undefined,
        ];
      },
    },
  });
}

/** (g - mean(g) - normed mean(g normed)) / deviation, means over each row. */
function normBack(graph: Graph, gradient: Value, normed: Value, scale: Value): Value {
  const rowMean = (of: Value): Value => reduce(graph, 'Mean', of, [-1], true);
  const along = plain(graph, 'Mul', normed, rowMean(plain(graph, 'Mul', gradient, normed)));
  const rest = plain(graph, 'Sub', plain(graph, 'Sub', gradient, rowMean(gradient)), along);
  return plain(graph, 'Mul', rest, scale);
}
