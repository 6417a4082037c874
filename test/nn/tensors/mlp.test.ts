import { afterEach, describe, expect, test } from 'vitest';
import { tf } from '../../../src/engine/tf.ts';
import { createMlp, disposeMlpCache } from '../../../src/nn/tensors/mlp.ts';
import type { Mlp } from '../../../src/nn/tensors/mlp.ts';
import { Rng } from '../../../src/util/rng.ts';

const [B, D, O] = [5, 4, 3];
const SIZES = [D, 6, 5, O];
const native = tf.getBackend();

afterEach(() => tf.setBackend(native));

/** Portable inputs that are the same on every backend. */
function inputs(): { x: Float32Array; direction: Float32Array } {
  const rng = Rng.fromSeed(3);
  const x = new Float32Array(B * D).map(() => rng.normal());
  const direction = new Float32Array(B * O).map(() => rng.normal());
  return { x, direction };
}

/** Plain loops, in double precision: what the layers are. */
function slowForward(
  mlp: Mlp,
  x: ArrayLike<number>,
  outputActivation: 'linear' | 'relu',
): Float64Array {
  let activation = Float64Array.from(x);
  const layers = mlp.parameters.length / 2;
  for (let layer = 0; layer < layers; layer++) {
    const weight = mlp.parameters[2 * layer].read();
    const bias = mlp.parameters[2 * layer + 1].read();
    const [I, J] = [SIZES[layer], SIZES[layer + 1]];
    const next = new Float64Array(B * J);
    for (let b = 0; b < B; b++) {
      for (let j = 0; j < J; j++) {
        let sum = bias[j];
        for (let i = 0; i < I; i++) sum += activation[b * I + i] * weight[i * J + j];
        const hasRelu = layer < layers - 1 || outputActivation === 'relu';
        next[b * J + j] = hasRelu ? Math.max(0, sum) : sum;
      }
    }
    activation = next;
  }
  return activation;
}

function run(
  mlp: Mlp,
  x: Float32Array,
  direction: Float32Array,
): { output: number[]; dInput: number[]; gradients: number[][] } {
  const x_BD = tf.tensor2d(x, [B, D]);
  const direction_BO = tf.tensor2d(direction, [B, O]);
  const { output_BO, cache } = mlp.forward(x_BD);
  const output = [...output_BO.dataSync()];
  const { dInput_BD, gradients } = mlp.backward(cache, direction_BO, { needInputGradient: true });
  const values = gradients.map(({ gradient }) => [...gradient.dataSync()]);
  const dInput = [...(dInput_BD as tf.Tensor2D).dataSync()];
  disposeMlpCache(cache);
  tf.dispose([x_BD, direction_BO, dInput_BD, ...gradients.map((g) => g.gradient)]);
  return { output, dInput, gradients: values };
}

describe.each([native, 'cpu'])('on %s', (backend) => {
  test.each(['linear', 'relu'] as const)(
    'forward and gradients, output %s',
    async (outputActivation) => {
      await tf.setBackend(backend);
      const mlp = createMlp('m', SIZES, { rng: Rng.fromSeed(1), outputActivation });
      const { x, direction } = inputs();
      const { output, dInput, gradients } = run(mlp, x, direction);
      expect(output).toBeAllclose(slowForward(mlp, x, outputActivation), 1e-5);

      const loss = (at: ArrayLike<number>): number =>
        slowForward(mlp, at, outputActivation).reduce((sum, y, i) => sum + y * direction[i], 0);
      const h = 1e-4;
      const numericInput = Array.from(x, (_, i) => {
        const moved = (by: number): Float64Array =>
          Float64Array.from(x, (value, j) => (i === j ? value + by : value));
        return (loss(moved(h)) - loss(moved(-h))) / (2 * h);
      });
      expect(dInput).toBeAllclose(numericInput, 1e-3);

      mlp.parameters.forEach((parameter, p) => {
        const start = parameter.read();
        const numeric = Array.from(start, (value, i) => {
          const lossAt = (by: number): number => {
            const moved = start.slice();
            moved[i] = value + by;
            parameter.write(moved);
            // float32 rounds the move: divided by what it really was
            return loss(x) / (parameter.read()[i] - value);
          };
          return (lossAt(1e-3) + lossAt(-1e-3)) / 2;
        });
        parameter.write(start);
        expect(gradients[p]).toBeAllclose(numeric, 2e-3);
      });
      mlp.parameters.forEach((parameter) => parameter.dispose());
    },
  );

  test('leaves no tensors behind, and gives the same bits again', async () => {
    await tf.setBackend(backend);
    const mlp = createMlp('m', SIZES, { rng: Rng.fromSeed(1) });
    const { x, direction } = inputs();
    const first = run(mlp, x, direction);
    const before = tf.memory().numTensors;
    expect(run(mlp, x, direction)).toEqual(first);
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('the input gradient is left out when it is not needed', () => {
  const mlp = createMlp('m', [2, 3, 1], { rng: Rng.fromSeed(1) });
  const { cache, output_BO } = mlp.forward(tf.ones([4, 2]));
  const before = tf.memory().numTensors;
  const { dInput_BD, gradients } = mlp.backward(cache, tf.onesLike(output_BO), {
    needInputGradient: false,
  });
  expect(dInput_BD).toBeUndefined();
  expect(tf.memory().numTensors).toBe(before + gradients.length + 1);
});

test('one size is no network', () => {
  expect(() => createMlp('m', [3], { rng: Rng.fromSeed(1) })).toThrow('at least two sizes');
});
