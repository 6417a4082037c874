// Sizes that are known only when the graph runs.
import type { Graph, Value } from '../graph.ts';
import { ints } from './constants.ts';

const INT32 = { type: 'int32' } as const;

/** Sizes of a value's axes, known when the graph runs. */
export function shapeOf(graph: Graph, x: Value): Value {
  const attributes = { T: { type: x.type }, out_type: INT32 };
  return graph.op('Shape', [x], { attributes, type: 'int32' });
}

/** The size of an axis, a scalar. */
export function sizeOf(graph: Graph, x: Value, axis: number): Value {
  const masks = ['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask'];
  return graph.op(
    'StridedSlice',
    [shapeOf(graph, x), ints(graph, [axis]), ints(graph, [axis + 1]), ints(graph, [1])],
    {
      attributes: {
        ...{ T: INT32, Index: INT32, shrink_axis_mask: { int: 1 } },
        ...Object.fromEntries(masks.map((mask) => [mask, { int: 0 }] as const)),
      },
      type: 'int32',
    },
  );
}
