import { afterEach, describe, expect, test } from 'vitest';
import { tf } from '../../../src/engine/tf.ts';
import { createTensorParameter } from '../../../src/nn/tensors/tensor-parameter.ts';
import type { TensorParameter } from '../../../src/nn/tensors/tensor-parameter.ts';

const native = tf.getBackend();

afterEach(() => tf.setBackend(native));

describe.each([native, 'cpu'])('on %s', (backend) => {
  test('write, replace and read', async () => {
    await tf.setBackend(backend);
    const before = tf.memory().numTensors;
    const given = Float32Array.of(1, 2, 3, 4, 5, 6);
    const parameter = createTensorParameter('p', [2, 3], given);
    expect(parameter.tensor().shape).toEqual([2, 3]);
    const count = tf.memory().numTensors;
    parameter.replace(tf.tidy(() => tf.mul(parameter.tensor(), 2)));
    expect([...parameter.read()]).toEqual([2, 4, 6, 8, 10, 12]);
    parameter.write(Float32Array.of(6, 5, 4, 3, 2, 1));
    expect([...parameter.tensor().dataSync()]).toEqual([6, 5, 4, 3, 2, 1]);
    expect(tf.memory().numTensors).toBe(count);
    expect([...given]).toEqual([1, 2, 3, 4, 5, 6]);
    parameter.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('lives on when made inside a tidy', async () => {
    await tf.setBackend(backend);
    let parameter: TensorParameter | undefined;
    tf.tidy(() => {
      parameter = createTensorParameter('p', [1], Float32Array.of(1));
      parameter.write(Float32Array.of(7));
    });
    expect(parameter?.read()).toEqual(Float32Array.of(7));
  });

  test('values of another length are refused', async () => {
    await tf.setBackend(backend);
    expect(() => createTensorParameter('p', [2, 2], new Float32Array(3))).toThrow(
      'p [2,2] needs 4 values, got 3',
    );
  });
});

test.skipIf(native !== 'tensorflow')(
  'an op that changes it in place does not change what was read',
  () => {
    const parameter = createTensorParameter('p', [2], Float32Array.of(1, 2));
    const copy = tf.clone(parameter.tensor());
    parameter.changeInPlace?.((handle) => {
      expect(handle.shape).toEqual([]);
    });
    parameter.write(Float32Array.of(3, 4));
    expect([...copy.dataSync()]).toEqual([1, 2]);
    expect([...parameter.read()]).toEqual([3, 4]);
  },
);
