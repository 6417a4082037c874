// An array of weights that training changes.
import { numValues } from '../util/num-values.ts';

/** A parameter: a name, a shape, and float32 values that training changes, flat and row-major. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** Sets the values from a flat row-major array. */
  write(values: Float32Array): void;
  /** A flat row-major copy. */
  read(): Float32Array;
}

/** A parameter's gradient, laid out as its values. */
export interface Gradient {
  readonly parameter: Parameter;
  readonly gradient: Float32Array;
}

/** @param values flat row-major; taken over */
export function createParameter(
  name: string,
  shape: readonly number[],
  values: Float32Array,
): Parameter {
  assertLength(name, shape, values);
  return {
    name,
    shape,
    values,
    write(flat) {
      assertLength(name, shape, flat);
      values.set(flat);
    },
    read: () => values.slice(),
  };
}

/** @throws Error with the name, where an array does not fill a shape */
function assertLength(name: string, shape: readonly number[], flat: Float32Array): void {
  const wanted = numValues(shape);
  if (flat.length !== wanted) {
    throw new Error(`${name} [${shape.join()}] needs ${wanted} values, got ${flat.length}`);
  }
}
