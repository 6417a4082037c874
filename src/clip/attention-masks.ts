// What attention may not look at.
import type { Graph, Value } from '../graph/graph.ts';
import { compareInts, withAxes } from '../graph/ops/comparisons.ts';
import { scalar } from '../graph/ops/constants.ts';
import { plain } from '../graph/ops/plain.ts';
import { countTo } from '../graph/ops/shapes.ts';

/** Added to a score where a token may not look: the softmax makes exactly 0 of it. */
const HIDDEN = -1e9;

/** [T, T]: a token sees itself and those before it. */
export function causalMask(graph: Graph, length: Value): Value {
  const numbers_T = countTo(graph, length);
  const [asking, asked] = [1, 0].map((axis) => withAxes(graph, numbers_T, [axis]));
  return hiddenWhere(graph, 'Greater', asked, asking);
}

/** [B, 1, 1, T]: all see the first tokens of their sequence, as many as `lengths_B` says. */
export function paddingMask(graph: Graph, length: Value, lengths_B: Value): Value {
  const numbers_T = countTo(graph, length);
  return hiddenWhere(graph, 'GreaterEqual', numbers_T, withAxes(graph, lengths_B, [1, 1, 1]));
}

function hiddenWhere(graph: Graph, op: 'Greater' | 'GreaterEqual', a: Value, b: Value): Value {
  return plain(graph, 'Mul', compareInts(graph, op, a, b), scalar(graph, HIDDEN));
}
