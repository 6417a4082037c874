// The second half of an attention block.
import { linearDefault } from '../../nn/initializers.ts';
import { add } from '../../nn/matrix.ts';
import { createParameter } from '../../nn/parameter.ts';
import type { Parameter } from '../../nn/parameter.ts';
import { numValues } from '../../util/num-values.ts';
import { createNormParameters, foldNorm, unfoldNorm } from './fold-norm.ts';
import type { FoldedPart } from './attention-module.ts';
import type { HistoryModuleInput } from './history-module.ts';

/** Hidden width over the model's. */
const HIDDEN_FACTOR = 4;

/** The second half of an attention block: X2 = MLP(LN(X1)) + X1, MLP(x) = relu(x W1 + b1) W2 + b2. */
export interface FeedForward extends FoldedPart<'weight1' | 'bias1' | 'weight2' | 'bias2'> {
  /** F */
  readonly hidden: number;
}

export function createFeedForward({ width, rng }: HistoryModuleInput): FeedForward {
  const hidden = HIDDEN_FACTOR * width;
  const linear = (name: string, shape: number[], numInputs: number): Parameter => {
    const values = linearDefault(numValues(shape), numInputs, rng.split(name));
    return createParameter(`history.${name}`, shape, values);
  };
  const norm = createNormParameters('history.norm2', width);
  const weight1 = linear('weight1', [width, hidden], width);
  const bias1 = linear('bias1', [hidden], width);
  const weight2 = linear('weight2', [hidden, width], hidden);
  const bias2 = linear('bias2', [width], hidden);
  return {
    hidden,
    parameters: [norm.scale, norm.shift, weight1, bias1, weight2, bias2],
    fold() {
      const first = foldNorm(norm, weight1.values);
      return {
        weight1: first.weight_MO,
        bias1: add(first.bias_O, bias1.values),
        weight2: weight2.values,
        bias2: bias2.values,
      };
    },
    unfold(d) {
      const map = { weight_MO: d.weight1, bias_O: d.bias1 };
      const { dScale_M, dShift_M, dWeight_MO } = unfoldNorm(norm, weight1.values, map);
      return [
        { parameter: norm.scale, gradient: dScale_M },
        { parameter: norm.shift, gradient: dShift_M },
        { parameter: weight1, gradient: dWeight_MO },
        { parameter: bias1, gradient: d.bias1 },
        { parameter: weight2, gradient: d.weight2 },
        { parameter: bias2, gradient: d.bias2 },
      ];
    },
  };
}
