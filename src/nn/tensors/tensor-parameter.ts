// A tensor that training changes.
import { isNativeBackend } from '../../engine/native-op.ts';
import { createResourceVariable } from '../../engine/resource-variable.ts';
import { tf } from '../../engine/tf.ts';
import { assertLength } from '../parameter.ts';
import type { NamedParameter } from '../parameter.ts';

/** A parameter of the tensor engine. */
export interface TensorParameter extends NamedParameter {
  /** The current value; stays the parameter's, valid until the next change. */
  tensor(): tf.Tensor;
  /** Takes a tensor of the same shape as the new value; the parameter owns it from then on. */
  replace(value: tf.Tensor): void;
  /**
   * Lets an op change the value in place. `handle` is the resource variable's.
   * Undefined where the backend has no such variables; then `replace` is the way.
   */
  readonly changeInPlace: ((change: (handle: tf.Tensor) => void) => void) | undefined;
  dispose(): void;
}

/** A parameter's gradient; whoever receives it disposes the tensor. */
export interface TensorGradient {
  readonly parameter: TensorParameter;
  readonly gradient: tf.Tensor;
}

/**
 * On the native backend the value lives in a TensorFlow resource variable, which the optimizers update in
 * place; elsewhere it is a tensor that each update replaces.
 *
 * @param values flat row-major
 */
export function createTensorParameter(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): TensorParameter {
  const toTensor = (flat: Float32Array): tf.Tensor => {
    assertLength(name, shape, flat);
    // A copy: the engine may keep an array's memory as the tensor's, and updates write into it.
    return tf.tensor(flat.slice(), [...shape], 'float32');
  };
  const parts = isNativeBackend() ? inVariable(toTensor(values)) : inTensor(toTensor(values));
  return {
    name,
    shape,
    ...parts,
    write: (flat) => parts.replace(toTensor(flat)),
    read: () => Float32Array.from(parts.tensor().dataSync()),
  };
}

type Storage = Pick<TensorParameter, 'tensor' | 'replace' | 'changeInPlace' | 'dispose'>;

function inTensor(initial: tf.Tensor): Storage {
  let current = tf.keep(initial);
  return {
    tensor: () => current,
    changeInPlace: undefined,
    replace(value) {
      current.dispose();
      current = tf.keep(value);
    },
    dispose: () => current.dispose(),
  };
}

function inVariable(initial: tf.Tensor): Storage {
  const variable = createResourceVariable(initial);
  let current = tf.keep(variable.read());
  // The value that was read shares the variable's memory; an op that finds it alive copies first.
  const changeInPlace = (change: (handle: tf.Tensor) => void): void => {
    current.dispose();
    change(variable.handle);
    current = tf.keep(variable.read());
  };
  return {
    tensor: () => current,
    changeInPlace,
    replace(value) {
      changeInPlace(() => variable.assign(value));
      value.dispose();
    },
    dispose() {
      current.dispose();
      variable.dispose();
    },
  };
}
