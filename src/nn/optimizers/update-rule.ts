// One formula, in place and portable.
import type { tf } from '../../engine/tf.ts';
import type { Parameter } from '../parameter.ts';
import type { OptimizerOptions } from './optimizer.ts';

/** One optimiser's formula, for one parameter: of the tensor engine on both kinds of backend, or an array. */
export interface UpdateRule {
  /** Tensors that it remembers of each parameter, by what they begin with. */
  slots(options: OptimizerOptions): readonly number[];
  /** Numbers of this step for the native op, made once for all parameters. @param step counted from 1 */
  scalars(options: OptimizerOptions, step: number): readonly number[];
  /** One TensorFlow op that changes value and slots in place. */
  updateInPlace(
    handle: tf.Tensor,
    slotHandles: readonly tf.Tensor[],
    scalars: readonly tf.Tensor[],
    gradient: tf.Tensor,
  ): void;
  /** The same in portable tensor functions. @returns the new value, then the new slots */
  update(
    parameter: Parameter,
    slots: readonly tf.Tensor[],
    scalars: readonly number[],
    gradient: tf.Tensor,
  ): tf.Tensor[];
  /** The same as a plain loop, in place. */
  updateValues(
    values: Float32Array,
    slots: readonly Float32Array[],
    scalars: readonly number[],
    gradient: Float32Array,
  ): void;
}
