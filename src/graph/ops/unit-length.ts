// Rows of length 1.
import type { Graph, Value } from '../graph.ts';
import { scalar } from './constants.ts';
import { FLOAT, inverseRoot, plain } from './plain.ts';
import { reduce } from './reductions.ts';

/** Below it a row's squared length counts as this, so that rows of zeros stay zeros. */
const LEAST = 1e-24;

/** Each row divided by its length. */
export function unitRows(graph: Graph, x_BD: Value): Value {
  const rowSum = (of: Value): Value => reduce(graph, 'Sum', of, [1], true);
  const squares = rowSum(plain(graph, 'Square', x_BD));
  const inverse = inverseRoot(graph, plain(graph, 'Maximum', squares, scalar(graph, LEAST)));
  const unit_BD: Value = graph.op('Mul', [x_BD, inverse], {
    attributes: FLOAT,
    pull: {
      parents: [x_BD],
      back: (gradient) => {
        const along = plain(graph, 'Mul', unit_BD, rowSum(plain(graph, 'Mul', gradient, unit_BD)));
        return [plain(graph, 'Mul', plain(graph, 'Sub', gradient, along), inverse)];
      },
    },
  });
  return unit_BD;
}
