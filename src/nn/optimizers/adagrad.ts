// Adagrad.
import type { UpdateRule } from './update-rule.ts';

const EPSILON = 1e-10;

/** s += g^2;  value -= rate g / (sqrt(s) + 1e-10)   (Duchi 2011; torch.optim.Adagrad) */
export const adagrad: UpdateRule = {
  slots: ({ initialAccumulator = 0 }) => [initialAccumulator],
  scalars: ({ learningRate }) => [learningRate, EPSILON],
  update(values, [sum], [rate, epsilon], gradient) {
    for (let i = 0; i < values.length; i++) {
      sum[i] += gradient[i] * gradient[i];
      values[i] -= (rate * gradient[i]) / (Math.sqrt(sum[i]) + epsilon);
    }
  },
};
