// A tensor that training changes.
import { tf } from '../engine/tf.ts';
import { isNativeBackend } from '../engine/native-op.ts';
import { createResourceVariable } from '../engine/resource-variable.ts';

/** What all parameters have: a name, a shape, and float32 values that training changes. */
export interface NamedParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Sets the value from a flat row-major array. */
  write(values: Float32Array): void;
  /** A flat row-major copy. */
  read(): Float32Array;
  dispose(): void;
}

/** A parameter of the kernels: an ordinary array, flat and row-major. */
export interface ArrayParameter extends NamedParameter {
  readonly values: Float32Array;
}

/** A parameter of the tensor engine. */
export interface Parameter extends NamedParameter {
  /** The current value; stays the parameter's, valid until the next change. */
  tensor(): tf.Tensor;
  /** Takes a tensor of the same shape as the new value; the parameter owns it from then on. */
  replace(value: tf.Tensor): void;
  /**
   * Lets an op change the value in place. `handle` is the resource variable's.
   * Undefined where the backend has no such variables; then `replace` is the way.
   */
  readonly changeInPlace: ((change: (handle: tf.Tensor) => void) => void) | undefined;
}

/** @param values flat row-major; taken over */
export function createArrayParameter(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): ArrayParameter {
  return {
    name,
    shape,
    values,
    write(flat) {
      assertLength(name, shape, flat);
      values.set(flat);
    },
    read: () => values.slice(),
    dispose: () => undefined,
  };
}

/**
 * On the native backend the value lives in a TensorFlow resource variable, which the optimisers update in
 * place; elsewhere it is a tensor that each update replaces.
 *
 * @param values flat row-major
 */
export function createParameter(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): Parameter {
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

function assertLength(name: string, shape: readonly number[], flat: Float32Array): void {
  const numValues = shape.reduce((product, size) => product * size, 1);
  if (flat.length !== numValues) {
    throw new Error(`${name} [${shape.join()}] needs ${numValues} values, got ${flat.length}`);
  }
}

type Storage = Pick<Parameter, 'tensor' | 'replace' | 'changeInPlace' | 'dispose'>;

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
