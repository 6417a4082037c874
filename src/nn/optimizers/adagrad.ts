// Adagrad.
import { tf } from '../../engine/tf.ts';
import { runNativeOp } from '../../engine/native-op.ts';
import type { UpdateRule } from './update-rule.ts';

const EPSILON = 1e-10;

/** s += g^2;  value -= rate g / (sqrt(s) + 1e-10)   (Duchi 2011; torch.optim.Adagrad) */
export const adagrad: UpdateRule = {
  slots: ({ initialAccumulator = 0 }) => [initialAccumulator],
  scalars: ({ learningRate }) => [learningRate, EPSILON],
  updateInPlace(handle, [sum], [rate, epsilon], gradient) {
    const inputs = [handle, sum, rate, epsilon, gradient];
    runNativeOp('ResourceApplyAdagradV2', inputs, {}, 0);
  },
  update(parameter, [sum], [rate, epsilon], gradient) {
    const newSum = tf.add(sum, tf.square(gradient));
    const change = tf.div(tf.mul(gradient, rate), tf.add(tf.sqrt(newSum), epsilon));
    return [tf.sub(parameter.tensor(), change), newSum];
  },
  updateValues(values, [sum], [rate, epsilon], gradient) {
    for (let i = 0; i < values.length; i++) {
      sum[i] += gradient[i] * gradient[i];
      values[i] -= (rate * gradient[i]) / (Math.sqrt(sum[i]) + epsilon);
    }
  },
};
