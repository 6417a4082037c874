// Value by value: sums, products, and functions of one value.
import type { Graph, Value } from '../graph.ts';
import { scalar } from './constants.ts';
import { FLOAT, plain } from './plain.ts';
import { sumOfAll } from './reductions.ts';

/** The sum of values of one shape; gradients are summed by it too. */
export function addAll(graph: Graph, values: readonly Value[]): Value {
  if (values.length === 1) return values[0];
  return graph.op('AddN', values, {
    attributes: { ...FLOAT, N: { int: values.length } },
    pull: { parents: values, back: (gradient) => values.map(() => gradient) },
  });
}

/** a + b, of one shape. */
export function add(graph: Graph, a: Value, b: Value): Value {
  return graph.op('AddV2', [a, b], {
    attributes: FLOAT,
    pull: { parents: [a, b], back: (gradient) => [gradient, gradient] },
  });
}

/** a b, of one shape. */
export function multiply(graph: Graph, a: Value, b: Value): Value {
  return graph.op('Mul', [a, b], {
    attributes: FLOAT,
    pull: {
      parents: [a, b],
      back: (gradient, [isA, isB]) => [
        isA ? plain(graph, 'Mul', gradient, b) : undefined,
        isB ? plain(graph, 'Mul', gradient, a) : undefined,
      ],
    },
  });
}

/** x times a number that is known when the graph is written. */
export function scaleBy(graph: Graph, x: Value, factor: number): Value {
  const by = scalar(graph, factor);
  return graph.op('Mul', [x, by], {
    attributes: FLOAT,
    pull: { parents: [x], back: (gradient) => [plain(graph, 'Mul', gradient, by)] },
  });
}

/** x times a scalar that is learned. */
export function scaleByLearned(graph: Graph, x: Value, factor: Value): Value {
  return graph.op('Mul', [x, factor], {
    attributes: FLOAT,
    pull: {
      parents: [x, factor],
      back: (gradient, [isX, isFactor]) => [
        isX ? plain(graph, 'Mul', gradient, factor) : undefined,
        isFactor ? sumOfAll(graph, plain(graph, 'Mul', gradient, x)) : undefined,
      ],
    },
  });
}

/** x plus what is made of nothing that is learned, broadcast to its shape. */
export function shiftBy(graph: Graph, x: Value, shift: Value): Value {
  return graph.op('AddV2', [x, shift], {
    attributes: FLOAT,
    pull: { parents: [x], back: (gradient) => [gradient] },
  });
}

/** x plus a scalar that is learned. */
export function shiftByLearned(graph: Graph, x: Value, shift: Value): Value {
  return graph.op('AddV2', [x, shift], {
    attributes: FLOAT,
    pull: {
      parents: [x, shift],
      back: (gradient, [, isShift]) => [gradient, isShift ? sumOfAll(graph, gradient) : undefined],
    },
  });
}

export function exp(graph: Graph, x: Value): Value {
  const y: Value = graph.op('Exp', [x], {
    attributes: FLOAT,
    pull: { parents: [x], back: (gradient) => [plain(graph, 'Mul', gradient, y)] },
  });
  return y;
}

/** log(1 + e^x). */
export function softplus(graph: Graph, x: Value): Value {
  return graph.op('Softplus', [x], {
    attributes: FLOAT,
    pull: {
      parents: [x],
      back: (gradient) => [plain(graph, 'Mul', gradient, plain(graph, 'Sigmoid', x))],
    },
  });
}
