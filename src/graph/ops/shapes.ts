// The same values in other shapes and places.
import type { Graph, Value } from '../graph.ts';
import { ints, scalar } from './constants.ts';
import { FLOAT } from './plain.ts';
import { reduce } from './reductions.ts';
import { shapeOf, sizeOf } from './sizes.ts';

const INT32 = { type: 'int32' } as const;

/** @param shape sizes, those known only when the graph runs as scalars; one may be -1 */
export function reshape(graph: Graph, x: Value, shape: readonly (number | Value)[]): Value {
  const sizes = shape.every((size) => typeof size === 'number')
    ? ints(graph, shape)
    : graph.op(
        'Pack',
        shape.map((size) => (typeof size === 'number' ? ints(graph, [size], []) : size)),
        { attributes: { T: INT32, N: { int: shape.length }, axis: { int: 0 } }, type: 'int32' },
      );
  const attributes = { ...FLOAT, Tshape: INT32 };
  return graph.op('Reshape', [x, sizes], {
    attributes,
    pull: {
      parents: [x],
      back: (gradient) => [graph.op('Reshape', [gradient, shapeOf(graph, x)], { attributes })],
    },
  });
}

/** @param axes where each axis of the result comes from */
export function transpose(graph: Graph, x: Value, axes: readonly number[]): Value {
  const attributes = { ...FLOAT, Tperm: INT32 };
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return graph.op('Transpose', [x, ints(graph, axes)], {
    attributes,
    pull: {
      parents: [x],
      back: (gradient) => [graph.op('Transpose', [gradient, ints(graph, back)], { attributes })],
    },
  });
}

/** Rows of a table; the gradient is as large as the table. @param rows int32, of one axis */
export function gatherRows(graph: Graph, table_VM: Value, rows_X: Value): Value {
  return graph.op('GatherV2', [table_VM, rows_X, ints(graph, [0], [])], {
    attributes: {
      ...{ Tparams: { type: 'float32' }, Tindices: INT32, Taxis: INT32, batch_dims: { int: 0 } },
    },
    pull: {
      parents: [table_VM],
      back: (gradient) => [
        graph.op('UnsortedSegmentSum', [gradient, rows_X, sizeOf(graph, table_VM, 0)], {
          attributes: { ...FLOAT, Tindices: INT32, Tnumsegments: INT32 },
        }),
      ],
    },
  });
}

/** Puts rows of zeros around the second to last axis. @param rank number of axes */
export function padRows(
  graph: Graph,
  x: Value,
  rank: number,
  { before, after }: { readonly before: number; readonly after: number },
): Value {
  const axis = rank - 2;
  const pads = Array.from({ length: rank }, (_, i) => (i === axis ? [before, after] : [0, 0]));
  const begin = ints(
    graph,
    pads.map(([first]) => first),
  );
  return graph.op('PadV2', [x, ints(graph, pads.flat(), [rank, 2]), scalar(graph, 0)], {
    attributes: { ...FLOAT, Tpaddings: INT32 },
    pull: {
      parents: [x],
      back: (gradient) => [
        graph.op('Slice', [gradient, begin, shapeOf(graph, x)], {
          attributes: { ...FLOAT, Index: INT32 },
        }),
      ],
    },
  });
}

/** x + y, where x has one axis more before those of y. */
export function addToEach(graph: Graph, x: Value, y: Value): Value {
  return graph.op('AddV2', [x, y], {
    attributes: FLOAT,
    pull: {
      parents: [x, y],
      back: (gradient, [, isY]) => [
        gradient,
        isY ? reduce(graph, 'Sum', gradient, [0], false) : undefined,
      ],
    },
  });
}

/** 0, step, 2 step and so on below a limit. */
export function countTo(graph: Graph, limit: Value, step: Value | number = 1): Value {
  const by = typeof step === 'number' ? ints(graph, [step], []) : step;
  return graph.op('Range', [ints(graph, [0], []), limit, by], {
    attributes: { Tidx: INT32 },
    type: 'int32',
  });
}
