// A value that ops change in place.
import { tf } from './tf.ts';
import { nativeOp, runNativeOp } from './native-op.ts';

/** A TensorFlow resource variable: ops such as ResourceApplyAdam change it in place. Native backend only. */
export interface ResourceVariable {
  /** First input of the ops that change the variable. */
  readonly handle: tf.Tensor;
  /** The current value, without a copy; the caller disposes it. While it lives, an update copies first. */
  read(): tf.Tensor;
  assign(value: tf.Tensor): void;
  dispose(): void;
}

const FLOAT = { dtype: { type: 'float32' } } as const;

let numVariables = 0;

/** @param initial its memory becomes the variable's; it is disposed */
export function createResourceVariable(initial: tf.Tensor): ResourceVariable {
  numVariables += 1;
  const handle = tf.keep(
    nativeOp('VarHandleOp', [], {
      ...FLOAT,
      shape: { shape: initial.shape },
      container: { text: '' },
      shared_name: { text: `sid-variable-${numVariables}` },
    }),
  );
  const assign = (value: tf.Tensor): void => {
    runNativeOp('AssignVariableOp', [handle, value], FLOAT, 0);
  };
  assign(initial);
  initial.dispose();
  return {
    handle,
    read: () => nativeOp('ReadVariableOp', [handle], FLOAT),
    assign,
    dispose() {
      runNativeOp('DestroyResourceOp', [handle], { ignore_lookup_error: { bool: true } }, 0);
      handle.dispose();
    },
  };
}
