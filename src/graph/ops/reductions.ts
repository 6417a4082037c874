// Sums and means over axes.
import type { Graph, Value } from '../graph.ts';
import { ints } from './constants.ts';
import { FLOAT } from './plain.ts';
import { shapeOf } from './sizes.ts';

/** Of all values, a scalar without a gradient of its own. */
export function sumOfAll(graph: Graph, x: Value): Value {
  const flat = graph.op('Reshape', [x, ints(graph, [-1])], {
    attributes: { ...FLOAT, Tshape: { type: 'int32' } },
  });
  return reduce(graph, 'Sum', flat, [0], false);
}

/** `Sum`, `Mean` and so on over axes, without a gradient. */
export function reduce(
  graph: Graph,
  op: 'Sum' | 'Mean',
  x: Value,
  axes: readonly number[],
  keepsAxes: boolean,
): Value {
  return graph.op(op, [x, ints(graph, axes)], {
    attributes: { ...FLOAT, Tidx: { type: 'int32' }, keep_dims: { bool: keepsAxes } },
  });
}

/** The mean of all values of a vector, a scalar. */
export function meanOfAll(graph: Graph, x_B: Value): Value {
  return graph.op('Mean', [x_B, ints(graph, [0])], {
    attributes: { ...FLOAT, Tidx: { type: 'int32' }, keep_dims: { bool: false } },
    pull: {
      parents: [x_B],
      back: (gradient) => {
        const shape = shapeOf(graph, x_B);
        const size = graph.op(
          'Cast',
          [
            graph.op('Squeeze', [shape], {
              attributes: { T: { type: 'int32' } },
              type: 'int32',
            }),
          ],
          { attributes: { SrcT: { type: 'int32' }, DstT: { type: 'float32' } } },
        );
        const share = graph.op('RealDiv', [gradient, size], { attributes: FLOAT });
        return [broadcast(graph, share, shape)];
      },
    },
  });
}

/** The sum of each row. */
export function sumRows(graph: Graph, x_BC: Value): Value {
  return graph.op('Sum', [x_BC, ints(graph, [1])], {
    attributes: { ...FLOAT, Tidx: { type: 'int32' }, keep_dims: { bool: false } },
    pull: {
      parents: [x_BC],
      back: (gradient_B) => {
        const gradient_B1 = graph.op('ExpandDims', [gradient_B, ints(graph, [1], [])], {
          attributes: { ...FLOAT, Tdim: { type: 'int32' } },
        });
        return [broadcast(graph, gradient_B1, shapeOf(graph, x_BC))];
      },
    },
  });
}

function broadcast(graph: Graph, x: Value, shape: Value): Value {
  return graph.op('BroadcastTo', [x, shape], {
    attributes: { ...FLOAT, Tidx: { type: 'int32' } },
  });
}
