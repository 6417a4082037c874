import { expect, test } from 'vitest';
import { isNativeBackend, nativeOp } from '../../src/engine/native-op.ts';
import { createResourceVariable } from '../../src/engine/resource-variable.ts';
import { tf } from '../../src/engine/tf.ts';

test.runIf(isNativeBackend())('a TensorFlow op runs by its name', () => {
  const half = nativeOp('L2Loss', [tf.tensor1d([3, 4])]);
  expect(half.dataSync()[0]).toBe(12.5);
});

test.runIf(isNativeBackend())('a variable is read, assigned and freed without tensors left', () => {
  const before = tf.memory().numTensors;
  const variable = createResourceVariable(tf.tensor1d([1, 2]));
  const value = tf.tensor1d([5, 6]);
  variable.assign(value);
  const read = variable.read();
  expect([...read.dataSync()]).toEqual([5, 6]);
  tf.dispose([value, read]);
  variable.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
