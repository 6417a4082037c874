// Plain gradient descent.
import { tf } from '../../engine/tf.ts';
import { runNativeOp } from '../../engine/native-op.ts';
import type { UpdateRule } from './update-rule.ts';

/** value -= rate g (torch.optim.SGD without momentum) */
export const sgd: UpdateRule = {
  slots: () => [],
  scalars: ({ learningRate }) => [learningRate],
  updateInPlace(handle, _slots, [rate], gradient) {
    runNativeOp('ResourceApplyGradientDescent', [handle, rate, gradient], {}, 0);
  },
  update: (parameter, _slots, [rate], gradient) => [
    tf.sub(parameter.tensor(), tf.mul(gradient, rate)),
  ],
  updateValues(values, _slots, [rate], gradient) {
    for (let i = 0; i < values.length; i++) values[i] -= rate * gradient[i];
  },
};
