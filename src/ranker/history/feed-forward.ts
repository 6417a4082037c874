// The second half of an attention block.
import { tf } from '../../engine/tf.ts';
import { linearDefault } from '../../nn/initializers.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import type { AttentionWeights } from './attention-weights.ts';
import type { HistoryModuleInput } from './history-module.ts';

/** Hidden width over the model's. */
const HIDDEN_FACTOR = 4;

/** The second half of an attention block: X2 = MLP(LN(X1)) + X1, MLP(x) = relu(x W1 + b1) W2 + b2. */
export interface FeedForward {
  /** F */
  readonly hidden: number;
  /** LN and W1, b1. With LN(x) = x^ diag(s) + c: LN(x) W1 + b1 = x^ diag(s) W1 + (c W1 + b1). */
  readonly first: AttentionWeights<'weight1' | 'bias1'>;
  readonly weight2: Parameter;
  readonly bias2: Parameter;
}

export function createFeedForward({ width, rng }: HistoryModuleInput): FeedForward {
  const hidden = HIDDEN_FACTOR * width;
  const linear = (name: string, shape: number[], numInputs: number): Parameter => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = linearDefault(length, numInputs, rng.split(name));
    return createParameter(`history.${name}`, shape, values);
  };
  return {
    hidden,
    first: {
      parameters: [
        createParameter('history.norm2.scale', [width], new Float32Array(width).fill(1)),
        createParameter('history.norm2.shift', [width], new Float32Array(width)),
        linear('weight1', [width, hidden], width),
        linear('bias1', [hidden], width),
      ],
      fold: ([scale, shift, weight1, bias1]) => {
        const shift_1M: tf.Tensor2D = tf.reshape(shift, [1, width]);
        return {
          weight1: tf.mul(weight1, tf.reshape(scale, [width, 1])),
          bias1: tf.add(tf.matMul(shift_1M, weight1), bias1),
        };
      },
    },
    weight2: linear('weight2', [hidden, width], hidden),
    bias2: linear('bias2', [width], hidden),
  };
}
