// Which pictures and texts of a batch belong together.
import type { Graph, Value } from '../graph/graph.ts';
import { ints } from '../graph/ops/constants.ts';

/** @param groups_B int32; pairs of one group are positives of each other @returns [B, B], 1 or 0 */
export function pairsTogether(graph: Graph, groups_B: Value): Value {
  const [rows, columns] = [1, 0].map((axis) =>
    graph.op('ExpandDims', [groups_B, ints(graph, [axis], [])], {
      attributes: { T: { type: 'int32' }, Tdim: { type: 'int32' } },
      type: 'int32',
    }),
  );
  const isSame = graph.op('Equal', [rows, columns], {
    attributes: { T: { type: 'int32' } },
    type: 'bool',
  });
  return graph.op('Cast', [isSame], {
    attributes: { SrcT: { type: 'bool' }, DstT: { type: 'float32' } },
  });
}
