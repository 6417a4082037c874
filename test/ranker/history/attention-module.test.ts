import { afterEach, describe, expect, test } from 'vitest';
import { tf } from '../../../src/engine/tf.ts';
import { KernelMemory } from '../../../src/kernels/kernel-memory.ts';
import { Scratch } from '../../../src/kernels/scratch.ts';
import { createKernels } from '../../../src/kernels/kernels.ts';
import type { Kernels } from '../../../src/kernels/kernels.ts';
import type { HistoryBatch, HistoryModule } from '../../../src/ranker/history/history-module.ts';
import { HISTORY_MODULES } from '../../../src/ranker/history/history-modules.ts';
import { Rng } from '../../../src/util/rng.ts';
import { clearHistory } from './clear-attention.ts';
import type { Values } from './clear-attention.ts';

interface Setting {
  readonly kernels: Kernels;
  readonly module: HistoryModule;
  readonly batch: HistoryBatch;
  readonly itemGradient_UM: Float32Array;
  /** With room for one more example. */
  readonly gradient_BM: Float32Array;
  readonly width: number;
}

interface Sizes {
  readonly lengths: readonly number[];
  readonly T: number;
  readonly width: number;
  readonly numThreads?: number;
}

const U = 9;

let open: Setting[] = [];
afterEach(() => {
  for (const { kernels } of open) kernels.close();
  open = [];
});

function createSetting(name: 'transformer' | 'pma', sizes: Sizes): Setting {
  const { lengths, T, width, numThreads = 1 } = sizes;
  const memory = new KernelMemory();
  const kernels = createKernels(memory, numThreads);
  const rng = Rng.fromSeed(3);
  const scratch = new Scratch(memory);
  const module = HISTORY_MODULES[name].create({ width, historyLength: T, rng, kernels, scratch });
  for (const parameter of module.parameters) {
    parameter.write(parameter.read().map((value) => value + 0.2 * rng.normal()));
  }
  const floats = (length: number, draw: () => number): Float32Array => {
    const array = memory.float32(length);
    for (let i = 0; i < length; i++) array[i] = draw();
    return array;
  };
  const index_BT = memory.int32(lengths.length * T);
  for (let i = 0; i < index_BT.length; i++) index_BT[i] = rng.int(U);
  const lengths_B = memory.int32(lengths.length);
  lengths_B.set(lengths);
  const batch = {
    items_UM: floats(U * width, () => rng.normal()),
    index_BT,
    lengths_B,
    agesMs_BT: floats(index_BT.length, () => 2 ** (40 * rng.uniform() - 2)),
  };
  const setting = {
    kernels,
    module,
    batch,
    itemGradient_UM: memory.float32(U * width),
    gradient_BM: memory.float32((lengths.length + 1) * width),
    width,
  };
  open.push(setting);
  return setting;
}

/** The vectors, the gradients to the items and then to each parameter, of a loss c . h. */
function run({ module, batch, itemGradient_UM, gradient_BM, width }: Setting): Float32Array[] {
  const numExamples = batch.lengths_B.length;
  itemGradient_UM.fill(0);
  const pass = module.forward(batch);
  const history = pass.history_BM.slice();
  const dHistory_BM = gradient_BM.subarray(0, numExamples * width);
  dHistory_BM.set(lossWeights(numExamples, width));
  const gradients = pass.backward(dHistory_BM, itemGradient_UM);
  const values = gradients.map(({ gradient }) => gradient);
  expect(gradients.map(({ parameter }) => parameter)).toEqual(module.parameters);
  return [history, itemGradient_UM.slice(), ...values];
}

function lossWeights(numExamples: number, width: number): Float32Array {
  return Float32Array.from({ length: numExamples * width }, (_, i) => Math.sin(i + 1));
}

function runClearly({ module, batch, width }: Setting): Float32Array[] {
  const names = module.parameters.map(({ name }) => name.replace('history.', ''));
  const forward = (items_UM: tf.Tensor, ...tensors: tf.Tensor[]): tf.Tensor => {
    const values: Values = Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
    return clearHistory(batch, items_UM, values);
  };
  const results = tf.tidy(() => {
    const items_UM = tf.tensor2d(batch.items_UM.slice(), [U, width]);
    const tensors = [
      items_UM,
      ...module.parameters.map((each) => tf.tensor(each.read(), [...each.shape])),
    ];
    const numExamples = batch.lengths_B.length;
    const c_BM = tf.tensor2d(lossWeights(numExamples, width), [numExamples, width]);
    return [forward(...(tensors as [tf.Tensor])), ...tf.grads(forward)(tensors, c_BM)];
  });
  const values = results.map((tensor) => Float32Array.from(tensor.dataSync()));
  tf.dispose(results);
  return values;
}

/** More than one group of examples, and every length up to T. */
const MANY = Array.from({ length: 70 }, (_, i) => (i * 5) % 8);

describe.each(['transformer', 'pma'] as const)('%s', (name) => {
  test.each([
    { width: 4, T: 7, lengths: MANY },
    { width: 12, T: 6, lengths: [6, 3, 0, 1, 5] },
    { width: 64, T: 50, lengths: [50, 49, 17] },
  ])('forward and gradients are those of the plain formulas, width $width', (sizes) => {
    const setting = createSetting(name, sizes);
    const [wanted, got] = [runClearly(setting), run(setting)];
    const names = ['history', 'items', ...setting.module.parameters.map((each) => each.name)];
    names.forEach((each, i) => {
      const scale = Math.max(1, ...wanted[i].map(Math.abs));
      const relative = (values: Float32Array): Float32Array => values.map((value) => value / scale);
      expect(relative(got[i]), each).toBeAllclose(relative(wanted[i]), 2e-5);
    });
  });

  test('the same bits again, and for any number of threads', () => {
    const sizes = { width: 8, T: 7, lengths: [...MANY, ...MANY, ...MANY] };
    const once = createSetting(name, sizes);
    const results = run(once);
    expect(run(once)).toEqual(results);
    for (const numThreads of [2, 3]) {
      expect(run(createSetting(name, { ...sizes, numThreads }))).toEqual(results);
    }
  });

  test.each([
    { T: 0, lengths: [0, 0] },
    { T: 3, lengths: [0] },
    { T: 1, lengths: [1] },
  ])('T = $T with histories of $lengths', (sizes) => {
    const setting = createSetting(name, { ...sizes, width: 4 });
    const [history, ...gradients] = run(setting);
    const isEmpty = sizes.lengths.every((length) => length === 0);
    for (const values of [history, ...gradients]) {
      expect(values.every(Number.isFinite)).toBe(true);
      if (isEmpty) expect(values.every((value) => value === 0)).toBe(true);
    }
    expect(history.some((value) => value !== 0)).toBe(!isEmpty);
  });

  test('attention sums to 1 over the clicks, and padding gets none', () => {
    const [T, lengths] = [5, [5, 0, 2]];
    const setting = createSetting(name, { T, lengths, width: 4 });
    const pass = setting.module.forward(setting.batch);
    const map = pass.attention?.();
    if (map === undefined) throw new Error('there is attention');
    expect(map.numQueries).toBe(name === 'pma' ? 32 : T);
    lengths.forEach((length, b) => {
      const numRows = name === 'pma' ? 32 : length;
      for (let q = 0; q < map.numQueries; q++) {
        const first = (b * map.numQueries + q) * T;
        const row = [...map.attention_BQT.subarray(first, first + T)];
        const sum = row.reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(length > 0 && q < numRows ? 1 : 0, 5);
        expect(row.slice(length).every((share) => share === 0)).toBe(true);
        if (q < numRows && length > 0) expect(row[0]).toBeGreaterThan(0);
      }
    });
  });
});
