// Adam.
import { portablePower } from '../../util/portable-math.ts';
import type { UpdateRule } from './update-rule.ts';

const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];

/**
 *     m += (1 - b1)(g - m);   v += (1 - b2)(g^2 - v)
 *     value -= rate / (1 - b1^t)  m / (sqrt(v / (1 - b2^t)) + 1e-8)     (Kingma 2015; torch.optim.Adam)
 *
 * computed with the corrections out of the fraction, q = sqrt(1 - b2^t):
 *
 *     value -= rate q / (1 - b1^t)  m / (sqrt(v) + 1e-8 q)
 */
export const adam: UpdateRule = {
  slots: () => [0, 0],
  scalars({ learningRate }, step) {
    const q = Math.sqrt(1 - portablePower(BETA_2, step));
    return [(learningRate * q) / (1 - portablePower(BETA_1, step)), EPSILON * q];
  },
  update(values, [m, v], [rate, epsilon], gradient) {
    const { fround } = Math;
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i];
      // Rounded as in the arrays, so that they need not be read again: a quarter of the time.
      const mean = fround(m[i] + (1 - BETA_1) * (g - m[i]));
      const square = fround(v[i] + (1 - BETA_2) * (g * g - v[i]));
      m[i] = mean;
      v[i] = square;
      values[i] -= (rate * mean) / (Math.sqrt(square) + epsilon);
    }
  },
};
