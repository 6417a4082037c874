// Whole numbers compared with each other, as 1 and 0.
import type { Graph, Value } from '../graph.ts';
import { ints } from './constants.ts';

const INT32 = { type: 'int32' } as const;

/** The same numbers with axes of size 1 put in, one after another. @param x int32 */
export function withAxes(graph: Graph, x: Value, axes: readonly number[]): Value {
  return axes.reduce(
    (value, axis) =>
      graph.op('ExpandDims', [value, ints(graph, [axis], [])], {
        attributes: { T: INT32, Tdim: INT32 },
        type: 'int32',
      }),
    x,
  );
}

/** 1 where it holds and 0 elsewhere, of the shapes broadcast. @param a, b int32 */
export function compareInts(
  graph: Graph,
  op: 'Equal' | 'Greater' | 'GreaterEqual',
  a: Value,
  b: Value,
): Value {
  const holds = graph.op(op, [a, b], { attributes: { T: INT32 }, type: 'bool' });
  return graph.op('Cast', [holds], {
    attributes: { SrcT: { type: 'bool' }, DstT: { type: 'float32' } },
  });
}
