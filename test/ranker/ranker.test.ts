import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { ExampleBatch } from '../../src/data/example-stream.ts';
import { tf } from '../../src/engine/tf.ts';
import { DEFAULT_RANKER_CONFIG } from '../../src/ranker/ranker-config.ts';
import { Ranker } from '../../src/ranker/ranker.ts';
import { Rng } from '../../src/util/rng.ts';

/** Made by test/golden/ranker/make.py with PyTorch. */
interface Golden {
  sizes: Record<'N' | 'J' | 'H' | 'M' | 'F' | 'T' | 'B', number>;
  learningRate: number;
  rows: number[];
  weights: { table: number[][] } & Record<'dense' | 'history' | 'top', (number[] | number[][])[]>;
  batches: {
    item: number[];
    history: number[][];
    length: number[];
    age_ms: number[][];
    dense: number[][];
    label: number[];
  }[];
  adagrad: { probabilities: number[][]; table: number[][] };
  'row-wise-adagrad': { probabilities: number[][]; table: number[][] };
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/ranker/ranker-steps.json', import.meta.url), 'utf8'),
) as Golden;
const { sizes } = golden;

let ranker: Ranker | undefined;
afterEach(() => {
  ranker?.dispose();
  ranker = undefined;
});

function createGoldenRanker(tableOptimizer: 'adagrad' | 'row-wise-adagrad'): Ranker {
  const config = {
    ...DEFAULT_RANKER_CONFIG,
    modelWidth: sizes.M,
    historyLength: sizes.T,
    denseHidden: [5],
    topHidden: [7],
    learningRate: golden.learningRate,
    tableLearningRate: golden.learningRate,
    tableOptimizer,
  };
  const itemRows = {
    embed: 'prefix' as const,
    rows_NJ: Int32Array.from(golden.rows),
    tokensPerItem: sizes.J,
    numRows: sizes.H,
  };
  const made = new Ranker(config, itemRows, sizes.F, Rng.fromSeed(1));
  const { dense, history, top, table } = golden.weights;
  const given = [...dense, ...history, ...top].map((values) => Float32Array.from(values.flat()));
  expect(made.parameters.length).toBe(given.length);
  made.parameters.forEach((parameter, i) => parameter.write(given[i]));
  const tensors = made.table.tensors();
  const weights = { shape: [sizes.H, sizes.M], values: Float32Array.from(table.flat()) };
  made.table.restore(
    { tensors: new Map([...tensors, ['table.weights', weights]]), metadata: {} },
    '',
  );
  return made;
}

function toBatch(data: Golden['batches'][number]): ExampleBatch {
  return {
    day: 1,
    size: sizes.B,
    userIndex_B: new Int32Array(sizes.B),
    itemIndex_B: Int32Array.from(data.item),
    timeMs_B: new Float64Array(sizes.B),
    label_B: Uint8Array.from(data.label),
    dense_BF: Float32Array.from(data.dense.flat()),
    history_BT: Int32Array.from(data.history.flat()),
    historyAgeMs_BT: Float32Array.from(data.age_ms.flat()),
    historyLength_B: Int32Array.from(data.length),
  };
}

test.each(['adagrad', 'row-wise-adagrad'] as const)(
  'training steps give what PyTorch gives, %s tables',
  (tableOptimizer) => {
    ranker = createGoldenRanker(tableOptimizer);
    const wanted = golden[tableOptimizer];
    golden.batches.forEach((data, step) => {
      const probability_B = ranker?.trainStep(toBatch(data)) ?? new Float32Array();
      wanted.probabilities[step].forEach((p, b) => {
        expect(probability_B[b], `step ${step}, example ${b}`).toBeCloseTo(p, 4);
      });
    });
    const table = ranker.table.tensors().get('table.weights')?.values ?? new Float32Array();
    wanted.table.flat().forEach((value, i) => expect(table[i]).toBeCloseTo(value, 4));
  },
);

test('predict gives what the next training step starts from, and changes nothing', () => {
  ranker = createGoldenRanker('adagrad');
  const batch = toBatch(golden.batches[0]);
  const first = ranker.predict(batch);
  expect(ranker.predict(batch)).toEqual(first);
  expect(ranker.trainStep(batch)).toEqual(first);
  expect(ranker.predict(batch)).not.toEqual(first);
});

test('a step leaves no tensors behind', () => {
  ranker = createGoldenRanker('adagrad');
  const batch = toBatch(golden.batches[0]);
  ranker.trainStep(batch);
  const before = tf.memory().numTensors;
  ranker.trainStep(batch);
  ranker.predict(batch);
  expect(tf.memory().numTensors).toBe(before);
});

test('rows that no batch names stay as they are', () => {
  ranker = createGoldenRanker('adagrad');
  const data = golden.batches[0];
  const items = new Set(data.item);
  data.history.forEach((history, b) =>
    history.slice(0, data.length[b]).forEach((i) => items.add(i)),
  );
  const named = new Set([...items].flatMap((item) => golden.rows.slice(item * 3, item * 3 + 3)));
  ranker.trainStep(toBatch(data));
  const table = ranker.table.tensors().get('table.weights')?.values ?? new Float32Array();
  for (let row = 0; row < sizes.H; row++) {
    const after = [...table.subarray(row * sizes.M, (row + 1) * sizes.M)];
    const before = [...Float32Array.from(golden.weights.table[row])];
    if (named.has(row)) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  }
  expect(named.size).toBeLessThan(sizes.H);
});
