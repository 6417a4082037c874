import { afterEach, expect, test } from 'vitest';
import { createMlp } from '../../src/nn/mlp.ts';
import type { Mlp } from '../../src/nn/mlp.ts';
import { Workbench } from '../../src/nn/workbench.ts';
import { Rng } from '../../src/util/rng.ts';

const [B, D, O] = [5, 4, 3];
const SIZES = [D, 6, 5, O];

let bench: Workbench;
afterEach(() => bench.close());

function createNetwork(options: { readonly hasLinearPath?: boolean } = {}): Mlp {
  bench = new Workbench();
  const mlp = createMlp(bench, 'm', SIZES, Rng.fromSeed(1), options);
  const rng = Rng.fromSeed(2);
  mlp.linearPath?.write(new Float32Array(D * O).map(() => rng.normal()));
  return mlp;
}

function inputs(): { x: Float32Array; direction: Float32Array } {
  const rng = Rng.fromSeed(3);
  const x = new Float32Array(B * D).map(() => rng.normal());
  const direction = new Float32Array(B * O).map(() => rng.normal());
  return { x, direction };
}

/** Plain loops, in double precision: what the layers are. */
function slowForward(mlp: Mlp, x: ArrayLike<number>): Float64Array {
  let activation = Float64Array.from(x);
  const layers = SIZES.length - 1;
  for (let layer = 0; layer < layers; layer++) {
    const weight = mlp.parameters[2 * layer].read();
    const bias = mlp.parameters[2 * layer + 1].read();
    const [I, J] = [SIZES[layer], SIZES[layer + 1]];
    const next = new Float64Array(B * J);
    for (let b = 0; b < B; b++) {
      for (let j = 0; j < J; j++) {
        let sum = bias[j];
        for (let i = 0; i < I; i++) sum += activation[b * I + i] * weight[i * J + j];
        next[b * J + j] = layer < layers - 1 ? Math.max(0, sum) : sum;
      }
    }
    activation = next;
  }
  const path = mlp.linearPath?.read();
  for (let i = 0; i < (path === undefined ? 0 : B * D); i++) {
    const [b, d] = [Math.floor(i / D), i % D];
    for (let o = 0; o < O; o++) activation[b * O + o] += x[i] * (path?.[d * O + o] ?? 0);
  }
  return activation;
}

function run(mlp: Mlp, x: Float32Array, direction: Float32Array) {
  const pass = mlp.forward(bench.copy('x', x));
  const output = [...pass.output_BO];
  const dOutput_BO = bench.copy('direction', direction);
  const { dInput_BD, gradients } = mlp.backward(pass, dOutput_BO, { needInputGradient: true });
  const values = gradients.map(({ gradient }) => [...gradient]);
  return { output, dInput: [...(dInput_BD ?? [])], gradients: values };
}

test.each([false, true])(
  'forward and gradients are those of plain loops; linear path: %s',
  (is) => {
    const mlp = createNetwork({ hasLinearPath: is });
    const rng = Rng.fromSeed(4);
    // With a linear path the last layer begins as zeros, which hand no gradient on.
    for (const each of mlp.parameters) each.write(each.read().map(() => rng.normal()));
    const { x, direction } = inputs();
    const { output, dInput, gradients } = run(mlp, x, direction);
    expect(output).toBeAllclose(slowForward(mlp, x), 1e-5);

    const loss = (at: ArrayLike<number>): number =>
      slowForward(mlp, at).reduce((sum, y, i) => sum + y * direction[i], 0);
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
  },
);

test('a larger batch in between changes nothing', () => {
  const mlp = createNetwork();
  const { x, direction } = inputs();
  const first = run(mlp, x, direction);
  mlp.forward(bench.copy('x', new Float32Array(40 * D).fill(1)));
  expect(run(mlp, x, direction)).toEqual(first);
});

test('with a linear path the layers add nothing at first', () => {
  bench = new Workbench();
  const mlp = createMlp(bench, 'm', SIZES, Rng.fromSeed(1), { hasLinearPath: true });
  const { x, direction } = inputs();
  expect(run(mlp, x, direction).output).toEqual(Array<number>(B * O).fill(0));
});

test('the input gradient is left out when it is not needed', () => {
  const mlp = createNetwork();
  const { x, direction } = inputs();
  const wanted = run(mlp, x, direction);
  const pass = mlp.forward(bench.copy('x', x));
  const dOutput_BO = bench.copy('direction', direction);
  const { dInput_BD, gradients } = mlp.backward(pass, dOutput_BO, { needInputGradient: false });
  expect(dInput_BD).toBeUndefined();
  expect(gradients.map(({ gradient }) => [...gradient])).toEqual(wanted.gradients);
  expect(gradients.map(({ parameter }) => parameter)).toEqual(mlp.parameters);
});

test('one size is no network', () => {
  bench = new Workbench();
  expect(() => createMlp(bench, 'm', [3], Rng.fromSeed(1))).toThrow('at least two sizes');
});
