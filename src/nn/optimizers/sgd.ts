// Plain gradient descent.
import type { UpdateRule } from './update-rule.ts';

/** value -= rate g (torch.optim.SGD without momentum) */
export const sgd: UpdateRule = {
  slots: () => [],
  scalars: ({ learningRate }) => [learningRate],
  update(values, _slots, [rate], gradient) {
    for (let i = 0; i < values.length; i++) values[i] -= rate * gradient[i];
  },
};
