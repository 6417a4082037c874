import { tf } from '../engine/tf.ts';

/** A trainable tensor of float32. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** The current value; stays the parameter's, valid until the next change. */
  tensor(): tf.Tensor;
  /** Takes a tensor of the same shape as the new value; the parameter owns it from then on. */
  replace(value: tf.Tensor): void;
  /** Sets the value from a flat row-major array. */
  write(values: Float32Array): void;
  /** A flat row-major copy. */
  read(): Float32Array;
  dispose(): void;
}

export function createParameter(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): Parameter {
  let current: tf.Tensor = tf.tensor(values, [...shape], 'float32');
  const replace = (value: tf.Tensor): void => {
    current.dispose();
    current = tf.keep(value);
  };
  tf.keep(current);
  return {
    name,
    shape,
    tensor: () => current,
    replace,
    write: (values) => replace(tf.tensor(values, [...shape], 'float32')),
    read: () => Float32Array.from(current.dataSync()),
    dispose: () => current.dispose(),
  };
}
