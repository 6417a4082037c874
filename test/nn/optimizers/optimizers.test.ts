import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { tf } from '../../../src/engine/tf.ts';
import { createOptimizer } from '../../../src/nn/optimizers/optimizers.ts';
import type { OptimizerName } from '../../../src/nn/optimizers/optimizers.ts';
import { createParameter } from '../../../src/nn/parameter.ts';
import { createTensorOptimizer } from '../../../src/nn/tensors/tensor-optimizer.ts';
import { createTensorParameter } from '../../../src/nn/tensors/tensor-parameter.ts';

interface Golden {
  readonly start: number[];
  readonly gradients: number[][];
  readonly values: number[][];
}

const golden = JSON.parse(readFileSync('test/golden/nn/optimizers.json', 'utf8')) as Record<
  string,
  Golden
>;
const CASES = [
  ['sgd', 'sgd', { learningRate: 0.01 }],
  ['adagrad', 'adagrad', { learningRate: 0.05 }],
  ['adagrad-0.1', 'adagrad', { learningRate: 0.05, initialAccumulator: 0.1 }],
  ['adam', 'adam', { learningRate: 0.02 }],
] as const;
const native = tf.getBackend();

afterEach(() => tf.setBackend(native));

function setUp(name: OptimizerName, options: { learningRate: number }, start: number[]) {
  const parameter = createTensorParameter('p', [start.length], Float32Array.from(start));
  return { parameter, optimizer: createTensorOptimizer(name, [parameter], options) };
}

describe.each([native, 'cpu'])('on %s', (backend) => {
  test.each(CASES)('%s takes the steps of PyTorch', async (key, name, options) => {
    await tf.setBackend(backend);
    const { start, gradients, values } = golden[key];
    const { parameter, optimizer } = setUp(name, options, start);
    const count = tf.memory().numTensors;
    gradients.forEach((numbers, step) => {
      const gradient = tf.tensor1d(numbers);
      optimizer.apply([{ parameter, gradient }]);
      gradient.dispose();
      expect(parameter.read()).toBeAllclose(values[step], 2e-6);
    });
    expect(tf.memory().numTensors).toBe(count);
  });

  test.each(CASES)('%s goes on from its state with the same bits', async (key, name, options) => {
    await tf.setBackend(backend);
    const { start, gradients } = golden[key];
    const unbroken = setUp(name, options, start);
    const first = setUp(name, options, start);
    for (const numbers of gradients) {
      unbroken.optimizer.apply([{ parameter: unbroken.parameter, gradient: tf.tensor1d(numbers) }]);
    }
    for (const numbers of gradients.slice(0, 5)) {
      first.optimizer.apply([{ parameter: first.parameter, gradient: tf.tensor1d(numbers) }]);
    }
    const second = setUp(name, options, [...first.parameter.read()]);
    second.optimizer.restore({ tensors: first.optimizer.state(), metadata: {} }, 'here');
    for (const numbers of gradients.slice(5)) {
      second.optimizer.apply([{ parameter: second.parameter, gradient: tf.tensor1d(numbers) }]);
    }
    expect([...second.parameter.read()]).toEqual([...unbroken.parameter.read()]);
  });
});

test.each(CASES)('%s on an array takes the steps of PyTorch', (key, name, options) => {
  const { start, gradients, values } = golden[key];
  const parameter = createParameter('p', [start.length], Float32Array.from(start));
  const optimizer = createOptimizer(name, [parameter], options);
  gradients.forEach((numbers, step) => {
    optimizer.apply([{ parameter, gradient: Float32Array.from(numbers) }]);
    expect(parameter.read()).toBeAllclose(values[step], 2e-6);
  });
  const again = createOptimizer(name, [parameter], options);
  again.restore({ tensors: optimizer.state(), metadata: {} }, 'here');
  expect(again.state()).toEqual(optimizer.state());
});

test('a state of other dimensions is refused with the tensor named', () => {
  const { optimizer } = setUp('adagrad', { learningRate: 1 }, [1, 2, 3]);
  const other = setUp('adagrad', { learningRate: 1 }, [1, 2]).optimizer;
  const checkpoint = { tensors: other.state(), metadata: {} };
  expect(() => optimizer.restore(checkpoint, 'x.safetensors')).toThrow(
    'x.safetensors: "optimizer.p.0" has shape [2], [3] is wanted',
  );
});
