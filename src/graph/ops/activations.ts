// The activations of MLPs, and of BERT's pooler.
import type { Graph, Value } from '../graph.ts';
import { scalar } from './constants.ts';
import { FLOAT, plain } from './plain.ts';

/** OpenAI's models have the first, those of LAION the second. */
export const ACTIVATION_NAMES = ['quick_gelu', 'gelu'] as const;
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

export const ACTIVATIONS: Readonly<Record<ActivationName, (graph: Graph, x: Value) => Value>> = {
  quick_gelu: quickGelu,
  gelu,
};

const QUICK = 1.702;

/** x sigmoid(1.702 x). Its gradient computes the sigmoid again, which is less than to keep it. */
function quickGelu(graph: Graph, x: Value): Value {
  const sigmoid = (of: Value, factor: Value): Value =>
    plain(graph, 'Sigmoid', plain(graph, 'Mul', of, factor));
  return graph.op('Mul', [x, sigmoid(x, scalar(graph, QUICK))], {
    attributes: FLOAT,
    pull: {
      parents: [x],
      back: (gradient) => {
        // s + x 1.702 s (1 - s) = s (1 + 1.702 x (1 - s))
        const quick = constantAfter(graph, QUICK, gradient);
        const scaled = plain(graph, 'Mul', x, quick);
        const s = plain(graph, 'Sigmoid', scaled);
        const one = scalar(graph, 1);
        const rest = plain(graph, 'Mul', scaled, plain(graph, 'Sub', one, s));
        const slope = plain(graph, 'Mul', s, plain(graph, 'AddV2', rest, one));
        return [plain(graph, 'Mul', gradient, slope)];
      },
    },
  });
}

/** GELU (Hendrycks and Gimpel 2016) by its error function. */
function gelu(graph: Graph, x: Value): Value {
  /** The normal distribution's share below x. */
  const below = (root: Value): Value => {
    const erf = plain(graph, 'Erf', plain(graph, 'Mul', x, root));
    const twice = plain(graph, 'AddV2', erf, scalar(graph, 1));
    return plain(graph, 'Mul', twice, scalar(graph, 0.5));
  };
  return graph.op('Mul', [x, below(scalar(graph, Math.SQRT1_2))], {
    attributes: FLOAT,
    pull: {
      parents: [x],
      back: (gradient) => {
        // below(x) + x density(x)
        const power = plain(graph, 'Mul', plain(graph, 'Square', x), scalar(graph, -0.5));
        const factor = scalar(graph, 1 / Math.sqrt(2 * Math.PI));
        const density = plain(graph, 'Mul', plain(graph, 'Exp', power), factor);
        const share = below(constantAfter(graph, Math.SQRT1_2, gradient));
        const slope = plain(graph, 'AddV2', share, plain(graph, 'Mul', x, density));
        return [plain(graph, 'Mul', gradient, slope)];
      },
    },
  });
}

export function tanh(graph: Graph, x: Value): Value {
  const y: Value = graph.op('Tanh', [x], {
    attributes: FLOAT,
    pull: {
      parents: [x],
      back: (gradient) => {
        const slope = plain(graph, 'Sub', scalar(graph, 1), plain(graph, 'Square', y));
        return [plain(graph, 'Mul', gradient, slope)];
      },
    },
  });
  return y;
}

/**
 * A constant that is there only after a gradient is: what is made of it is computed on the way back and takes no memory
 * until then. TensorFlow merges like nodes, this keeps them apart.
 */
function constantAfter(graph: Graph, value: number, gradient: Value): Value {
  return graph.op('Identity', [scalar(graph, value)], { attributes: FLOAT, after: [gradient] });
}
