// Products of matrices.
import type { Graph, Value } from '../graph.ts';
import { FLOAT } from './plain.ts';

interface Turned {
  /** Whether the second matrix is taken transposed. */
  readonly isTransposed?: boolean;
}

/** a b, or a b^T: [X, I] by [I, O] or [O, I]. */
export function matMul(graph: Graph, a: Value, b: Value, turned: Turned = {}): Value {
  return multiplyBy(graph, { op: 'MatMul', flags: ['transpose_a', 'transpose_b'] }, [a, b], turned);
}

/** The same for stacks of matrices: all axes but the last two count them. */
export function batchMatMul(graph: Graph, a: Value, b: Value, turned: Turned = {}): Value {
  return multiplyBy(graph, { op: 'BatchMatMulV2', flags: ['adj_x', 'adj_y'] }, [a, b], turned);
}

/** An op of TensorFlow's, and what it calls the transposed first and second matrix. */
interface ProductOp {
  readonly op: string;
  readonly flags: readonly [first: string, second: string];
}

function multiplyBy(
  graph: Graph,
  { op, flags: [first, second] }: ProductOp,
  [a, b]: readonly [Value, Value],
  { isTransposed = false }: Turned,
): Value {
  const turn = (isFirst: boolean, isSecond: boolean) => ({
    attributes: { ...FLOAT, [first]: { bool: isFirst }, [second]: { bool: isSecond } },
  });
  return graph.op(op, [a, b], {
    ...turn(false, isTransposed),
    pull: {
      parents: [a, b],
      back: (gradient, [isA, isB]) => [
        isA ? graph.op(op, [gradient, b], turn(false, !isTransposed)) : undefined,
        isB
          ? graph.op(op, isTransposed ? [gradient, a] : [a, gradient], turn(true, false))
          : undefined,
      ],
    },
  });
}

/** Rows plus a vector. */
export function addBias(graph: Graph, x_XO: Value, bias_O: Value): Value {
  return graph.op('BiasAdd', [x_XO, bias_O], {
    attributes: FLOAT,
    pull: {
      parents: [x_XO, bias_O],
      back: (gradient, [, isBias]) => [
        gradient,
        isBias ? graph.op('BiasAddGrad', [gradient], { attributes: FLOAT }) : undefined,
      ],
    },
  });
}
