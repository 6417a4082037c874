// The same optimizers for parameters of the tensor engine.
import { runNativeOp } from '../../engine/native-op.ts';
import { tf } from '../../engine/tf.ts';
import { OptimizerMemory } from '../optimizers/optimizer-memory.ts';
import { OPTIMIZERS } from '../optimizers/optimizers.ts';
import type { Optimizer, OptimizerName } from '../optimizers/optimizers.ts';
import type { OptimizerOptions, UpdateRule } from '../optimizers/update-rule.ts';
import { createTensorParameter } from './tensor-parameter.ts';
import type { TensorGradient, TensorParameter } from './tensor-parameter.ts';

/** An optimizer of tensors. */
export interface TensorOptimizer extends Optimizer<TensorGradient> {
  /** Forgets some rows of a parameter, those of all its axes but the last. */
  forgetRows(parameter: TensorParameter, rows: readonly number[]): void;
  dispose(): void;
}

/**
 * Takes a step by the rule's TensorFlow op, in place; on a backend without such ops by its formula on arrays.
 *
 * @param parameters their names differ
 */
export function createTensorOptimizer(
  name: OptimizerName,
  parameters: readonly TensorParameter[],
  options: OptimizerOptions,
): TensorOptimizer {
  const rule: UpdateRule = OPTIMIZERS[name];
  const memory = new OptimizerMemory(rule, options, parameters, createTensorParameter);

  const applyOnArrays = (
    { parameter, gradient }: TensorGradient,
    numbers: readonly number[],
  ): void => {
    const slots = memory.slotsOf(parameter);
    const [values, ...ofSlots] = [parameter, ...slots].map((each) => each.read());
    rule.update(values, ofSlots, numbers, gradient.dataSync<'float32'>());
    parameter.write(values);
    slots.forEach((slot, i) => slot.write(ofSlots[i]));
  };

  return {
    apply(gradients) {
      const numbers = memory.nextStep();
      const scalars = numbers.map((number) => tf.scalar(number));
      for (const each of gradients) {
        const { parameter, gradient } = each;
        if (parameter.changeInPlace === undefined) {
          applyOnArrays(each, numbers);
          continue;
        }
        changeAllInPlace([parameter, ...memory.slotsOf(parameter)], ([value, ...slots]) => {
          const inputs = rule.native.inputs(value, slots, scalars, gradient);
          runNativeOp(rule.native.op, [...inputs], {}, 0);
        });
      }
      tf.dispose(scalars);
    },
    forgetRows: (parameter, rows) => memory.forgetRows(parameter, rows),
    state: () => memory.state(),
    restore: (checkpoint, path) => memory.restore(checkpoint, path),
    dispose() {
      for (const slot of memory.allSlots()) slot.dispose();
    },
  };
}

/** Gathers the handles of several parameters, then changes them all. */
function changeAllInPlace(
  parameters: readonly TensorParameter[],
  change: (handles: tf.Tensor[]) => void,
  handles: tf.Tensor[] = [],
): void {
  const [first, ...rest] = parameters;
  if (first === undefined) change(handles);
  else first.changeInPlace?.((handle) => changeAllInPlace(rest, change, [...handles, handle]));
}
