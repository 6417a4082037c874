// Products of matrices.
import type { Graph, Value } from '../graph.ts';
import { FLOAT } from './plain.ts';

interface Turned {
  /** Whether the second matrix is taken transposed. */
  readonly isTransposed?: boolean;
}

/** a b, or a b^T: [X, I] by [I, O] or [O, I]. */
export function matMul(
  graph: Graph,
  a: Value,
  b: Value,
  { isTransposed = false }: Turned = {},
): Value {
  return graph.op('MatMul', [a, b], {
    attributes: product('transpose', false, isTransposed),
    pull: {
      parents: [a, b],
      back: (gradient, [isA, isB]) => [
        isA
          ? graph.op('MatMul', [gradient, b], {
              attributes: product('transpose', false, !isTransposed),
            })
          : undefined,
        isB
          ? graph.op('MatMul', isTransposed ? [gradient, a] : [a, gradient], {
              attributes: product('transpose', true, false),
            })
          : undefined,
      ],
    },
  });
}

/** The same for stacks of matrices: all axes but the last two count them. */
export function batchMatMul(
  graph: Graph,
  a: Value,
  b: Value,
  { isTransposed = false }: Turned = {},
): Value {
  return graph.op('BatchMatMulV2', [a, b], {
    attributes: product('adj', false, isTransposed),
    pull: {
      parents: [a, b],
      back: (gradient, [isA, isB]) => [
        isA
          ? graph.op('BatchMatMulV2', [gradient, b], {
              attributes: product('adj', false, !isTransposed),
            })
          : undefined,
        isB
          ? graph.op('BatchMatMulV2', isTransposed ? [gradient, a] : [a, gradient], {
              attributes: product('adj', true, false),
            })
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

function product(word: 'transpose' | 'adj', isFirst: boolean, isSecond: boolean) {
  const [first, second] = word === 'adj' ? ['adj_x', 'adj_y'] : ['transpose_a', 'transpose_b'];
  return { ...FLOAT, [first]: { bool: isFirst }, [second]: { bool: isSecond } };
}
