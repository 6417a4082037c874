// Which pictures and texts of a batch belong together.
import type { Graph, Value } from '../graph/graph.ts';
import { compareInts, withAxes } from '../graph/ops/comparisons.ts';

/** @param groups_B int32; pairs of one group are positives of each other @returns [B, B], 1 or 0 */
export function pairsTogether(graph: Graph, groups_B: Value): Value {
  return compareInts(
    graph,
    'Equal',
    withAxes(graph, groups_B, [1]),
    withAxes(graph, groups_B, [0]),
  );
}
