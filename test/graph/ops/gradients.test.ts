import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openGraph } from '../../../src/engine/graph-session.ts';
import { tf } from '../../../src/engine/tf.ts';
import { gradients } from '../../../src/graph/gradients.ts';
import { Graph } from '../../../src/graph/graph.ts';
import type { Value } from '../../../src/graph/graph.ts';
import { ACTIVATIONS, tanh } from '../../../src/graph/ops/activations.ts';
import * as arithmetic from '../../../src/graph/ops/arithmetic.ts';
import { floats, ints, placeholder } from '../../../src/graph/ops/constants.ts';
import { layerNorm } from '../../../src/graph/ops/layer-norm.ts';
import { FLOAT } from '../../../src/graph/ops/plain.ts';
import { addBias, batchMatMul, matMul } from '../../../src/graph/ops/products.ts';
import { recompute } from '../../../src/graph/ops/recompute.ts';
import { meanOfAll, sumRows } from '../../../src/graph/ops/reductions.ts';
import * as shapes from '../../../src/graph/ops/shapes.ts';
import { crossEntropy, softmax } from '../../../src/graph/ops/softmax.ts';
import { unitRows } from '../../../src/graph/ops/unit-length.ts';
import { sizeOf } from '../../../src/graph/ops/sizes.ts';
import { Rng } from '../../../src/util/rng.ts';

interface Case {
  /** Of the inputs, all of which have gradients. */
  readonly inputs: readonly (readonly number[])[];
  readonly write: (graph: Graph, inputs: readonly Value[]) => Value;
}

/** One or more for each op with a gradient, by the op's name and what is special. */
const CASES: Readonly<Record<string, Case>> = {
  quick_gelu: { inputs: [[3, 4]], write: (graph, [x]) => ACTIVATIONS.quick_gelu(graph, x) },
  gelu: { inputs: [[3, 4]], write: (graph, [x]) => ACTIVATIONS.gelu(graph, x) },
  tanh: { inputs: [[3, 4]], write: (graph, [x]) => tanh(graph, x) },
  addAll: {
    inputs: [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    write: arithmetic.addAll,
  },
  add: {
    inputs: [
      [2, 3],
      [2, 3],
    ],
    write: (graph, [a, b]) => arithmetic.add(graph, a, b),
  },
  'add, a value to itself': {
    inputs: [[2, 3]],
    write: (graph, [a]) => arithmetic.add(graph, a, a),
  },
  multiply: {
    inputs: [
      [2, 3],
      [2, 3],
    ],
    write: (graph, [a, b]) => arithmetic.multiply(graph, a, b),
  },
  'multiply, a square': {
    inputs: [[2, 3]],
    write: (graph, [a]) => arithmetic.multiply(graph, a, a),
  },
  scaleBy: { inputs: [[2, 3]], write: (graph, [x]) => arithmetic.scaleBy(graph, x, -1.7) },
  scaleByLearned: {
    inputs: [[2, 3], []],
    write: (graph, [x, factor]) => arithmetic.scaleByLearned(graph, x, factor),
  },
  shiftBy: {
    inputs: [[2, 3]],
    write: (graph, [x]) => arithmetic.shiftBy(graph, x, floats(graph, [1, 2, 3], [1, 3])),
  },
  shiftByLearned: {
    inputs: [[2, 3], []],
    write: (graph, [x, shift]) => arithmetic.shiftByLearned(graph, x, shift),
  },
  exp: { inputs: [[2, 3]], write: (graph, [x]) => arithmetic.exp(graph, x) },
  softplus: { inputs: [[2, 3]], write: (graph, [x]) => arithmetic.softplus(graph, x) },
  layerNorm: {
    inputs: [[3, 5], [5], [5]],
    write: (graph, [x, weight, bias]) => layerNorm(graph, x, { weight, bias, epsilon: 0.1 }),
  },
  matMul: {
    inputs: [
      [2, 3],
      [3, 4],
    ],
    write: (graph, [a, b]) => matMul(graph, a, b),
  },
  'matMul, transposed': {
    inputs: [
      [2, 3],
      [4, 3],
    ],
    write: (graph, [a, b]) => matMul(graph, a, b, { isTransposed: true }),
  },
  batchMatMul: {
    inputs: [
      [2, 1, 2, 3],
      [2, 1, 3, 4],
    ],
    write: (graph, [a, b]) => batchMatMul(graph, a, b),
  },
  'batchMatMul, transposed': {
    inputs: [
      [2, 1, 2, 3],
      [2, 1, 4, 3],
    ],
    write: (graph, [a, b]) => batchMatMul(graph, a, b, { isTransposed: true }),
  },
  addBias: { inputs: [[3, 4], [4]], write: (graph, [x, bias]) => addBias(graph, x, bias) },
  recompute: {
    inputs: [[3, 4], [4, 4], []],
    write: (graph, [x, weight, scale]) =>
      recompute(graph, x, (inside) => {
        const products = matMul(graph, ACTIVATIONS.gelu(graph, inside), weight);
        return arithmetic.add(graph, inside, arithmetic.scaleByLearned(graph, products, scale));
      }),
  },
  meanOfAll: { inputs: [[5]], write: (graph, [x]) => meanOfAll(graph, x) },
  sumRows: { inputs: [[3, 4]], write: (graph, [x]) => sumRows(graph, x) },
  reshape: {
    inputs: [[3, 4]],
    write: (graph, [x]) => shapes.reshape(graph, x, [2, -1, sizeOf(graph, x, 0)]),
  },
  transpose: {
    inputs: [[2, 3, 4]],
    write: (graph, [x]) => shapes.transpose(graph, x, [2, 0, 1]),
  },
  'gatherRows, one of them twice and one never': {
    inputs: [[4, 3]],
    write: (graph, [table]) => shapes.gatherRows(graph, table, ints(graph, [3, 0, 3, 1, 0])),
  },
  padRows: {
    inputs: [[2, 2, 3]],
    write: (graph, [x]) => shapes.padRows(graph, x, 3, { before: 1, after: 2 }),
  },
  addToEach: {
    inputs: [
      [3, 2, 2],
      [2, 2],
    ],
    write: (graph, [x, y]) => shapes.addToEach(graph, x, y),
  },
  softmax: { inputs: [[2, 1, 2, 4]], write: (graph, [scores]) => softmax(graph, scores) },
  crossEntropy: {
    inputs: [[2, 4]],
    write: (graph, [logits]) => {
      const targets = floats(graph, [0.5, 0, 0.5, 0, 0.1, 0.2, 0.3, 0.4], [2, 4]);
      return crossEntropy(graph, logits, targets);
    },
  },
  unitRows: { inputs: [[3, 4]], write: (graph, [x]) => unitRows(graph, x) },
};

/** What gradients are made of, and what is not of floats. */
const WITHOUT_GRADIENT = [
  ...['floats', 'ints', 'placeholder', 'scalar'],
  ...['plain', 'inverseRoot', 'reduce', 'sumOfAll', 'withAxes', 'compareInts'],
  ...['countTo', 'shapeOf', 'sizeOf'],
];

/** Of central differences; in float32 a smaller one loses more digits than it wins. */
const STEP = 1e-2;
const TOLERANCE = 1e-3;

interface WrittenCase {
  readonly inputs: readonly string[];
  readonly output: string;
  /** To feed: the gradient with respect to the output. */
  readonly seed: string;
  readonly gradients: readonly string[];
  /** The same where no other is asked for. */
  readonly alone: readonly string[];
}

const graph = new Graph();
const written = new Map(
  Object.entries(CASES).map(([name, each]) => [name, writeCase(name, each)] as const),
);
const session = openGraph(graph.nodes);
afterAll(() => session.dispose());

function writeCase(name: string, { inputs, write }: Case): WrittenCase {
  const key = name.replace(/\W+/g, '_');
  const values = inputs.map((shape, i) => placeholder(graph, `${key}/${i}`, shape));
  const value = write(graph, values);
  const seed = graph.op('Placeholder', [], { attributes: { dtype: { type: 'float32' } } });
  // TensorFlow does not give back what it was fed.
  const gradient = graph.op('Identity', [seed], { attributes: FLOAT });
  const written = (wanted: readonly Value[]): string[] =>
    gradients(graph, [{ value, gradient }], wanted).map((each) => {
      if (each === undefined) throw new Error(`${name}: an input without a gradient`);
      return each.name;
    });
  return {
    inputs: values.map((each) => each.name),
    output: value.name,
    seed: seed.name,
    gradients: written(values),
    alone: values.flatMap((each) => written([each])),
  };
}

for (const [name, { inputs, output, seed, gradients: all, alone }] of written) {
  test(`${name}: gradients by central differences`, () => {
    const rng = Rng.fromSeed(3).split(name);
    const random = (size: number) => Float32Array.from({ length: size }, () => rng.normal());
    const shapesOfInputs = CASES[name].inputs;
    const values = shapesOfInputs.map((shape) => random(tf.util.sizeFromShape([...shape])));
    const feeds = () =>
      Object.fromEntries(
        values.map((each, i) => [inputs[i], tf.tensor(each, [...shapesOfInputs[i]])] as const),
      );
    const run = (extra: Record<string, tf.Tensor>, fetches: readonly string[]): tf.Tensor[] => {
      const fed = { ...feeds(), ...extra };
      const outputs = session.run(fed, fetches);
      tf.dispose(fed);
      return outputs;
    };
    const [first] = run({}, [output]);
    const weights = random(first.size);
    const found = run({ [seed]: tf.tensor(weights, first.shape) }, [...all, ...alone]);
    /** The outputs, weighted. */
    const total = (): number => {
      const [tensor] = run({}, [output]);
      const sum = tensor
        .dataSync<'float32'>()
        .reduce((part, each, i) => part + each * weights[i], 0);
      tensor.dispose();
      return sum;
    };
    values.forEach((value, i) => {
      const gradient = found[i].dataSync();
      expect(found[i].shape).toEqual([...shapesOfInputs[i]]);
      expect(found[values.length + i].dataSync()).toEqual(gradient);
      const scale = Math.max(1, Math.hypot(...gradient));
      value.forEach((at, place) => {
        const [above, below] = [STEP, -STEP].map((by) => {
          value[place] = at + by;
          return total();
        });
        value[place] = at;
        const difference = (above - below) / (2 * STEP);
        const off = Math.abs(gradient[place] - difference);
        expect(off, `input ${i}, value ${place}`).toBeLessThan(TOLERANCE * scale);
      });
    });
    tf.dispose([first, ...found]);
  });
}

test('each op of src/graph/ops has a case, or has no gradient', async () => {
  const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'graph', 'ops');
  const modules = await Promise.all(
    readdirSync(folder).map((file) => import(join(folder, file)) as Promise<object>),
  );
  const ops = modules.flatMap((module) =>
    Object.entries(module).flatMap(([name, exported]: [string, unknown]) => {
      if (exported === ACTIVATIONS) return Object.keys(ACTIVATIONS);
      return typeof exported === 'function' ? [name] : [];
    }),
  );
  const cases = new Set(Object.keys(CASES).map((name) => name.split(',')[0].split(' ')[0]));
  expect([...cases, ...WITHOUT_GRADIENT].sort()).toEqual(ops.sort());
});
