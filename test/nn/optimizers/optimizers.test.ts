import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createOptimizer } from '../../../src/nn/optimizers/optimizers.ts';
import type { OptimizerName } from '../../../src/nn/optimizers/optimizers.ts';
import { createParameter } from '../../../src/nn/parameter.ts';

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

function setUp(name: OptimizerName, options: { learningRate: number }, start: readonly number[]) {
  const parameter = createParameter('p', [start.length], Float32Array.from(start));
  const optimizer = createOptimizer(name, [parameter], options);
  const step = (gradient: readonly number[]): void =>
    optimizer.apply([{ parameter, gradient: Float32Array.from(gradient) }]);
  return { parameter, optimizer, step };
}

test.each(CASES)('%s takes the steps of PyTorch', (key, name, options) => {
  const { start, gradients, values } = golden[key];
  const { parameter, step } = setUp(name, options, start);
  gradients.forEach((gradient, i) => {
    step(gradient);
    expect(parameter.read()).toBeAllclose(values[i], 2e-6);
  });
});

test.each(CASES)('%s goes on from its state with the same bits', (key, name, options) => {
  const { start, gradients } = golden[key];
  const unbroken = setUp(name, options, start);
  const first = setUp(name, options, start);
  gradients.forEach(unbroken.step);
  gradients.slice(0, 5).forEach(first.step);
  const second = setUp(name, options, [...first.parameter.read()]);
  second.optimizer.restore({ tensors: first.optimizer.state(), metadata: {} }, 'here');
  expect(second.optimizer.state()).toEqual(first.optimizer.state());
  gradients.slice(5).forEach(second.step);
  expect([...second.parameter.read()]).toEqual([...unbroken.parameter.read()]);
});

test('forgotten rows are as before the first step, the others as they were', () => {
  const parameter = createParameter('p', [3, 2], new Float32Array(6));
  const optimizer = createOptimizer('adagrad', [parameter], {
    ...{ learningRate: 1, initialAccumulator: 0.5 },
  });
  optimizer.apply([{ parameter, gradient: Float32Array.of(1, 2, 3, 4, 5, 6) }]);
  optimizer.forgetRows(parameter, [0, 2]);
  expect([...(optimizer.state().get('optimizer.p.0')?.values ?? [])]).toEqual([
    ...[0.5, 0.5, 9.5, 16.5, 0.5, 0.5],
  ]);
});

test('a state of other dimensions is refused with the tensor named', () => {
  const { optimizer } = setUp('adagrad', { learningRate: 1 }, [1, 2, 3]);
  const other = setUp('adagrad', { learningRate: 1 }, [1, 2]).optimizer;
  const checkpoint = { tensors: other.state(), metadata: {} };
  expect(() => optimizer.restore(checkpoint, 'x.safetensors')).toThrow(
    'x.safetensors: "optimizer.p.0" has shape [2], [3] is wanted',
  );
});
