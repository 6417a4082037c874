import { afterEach, expect, test } from 'vitest';
import { tf } from '../../../src/engine/tf.ts';
import { DEFAULT_RANKER_CONFIG } from '../../../src/ranker/model/ranker-config.ts';
import { Ranker } from '../../../src/ranker/model/ranker.ts';
import { Rng } from '../../../src/util/rng.ts';
import { createGoldenRanker, flat, readGolden, toBatch } from '../golden-ranker.ts';
import type { GoldenRanker, Nested } from '../golden-ranker.ts';
import { describeEachKernelBuild } from '../../support/each-kernel-build.ts';

/** Made by test/golden/ranker/make.py with PyTorch. */
interface Golden extends GoldenRanker {
  weights: { table: number[][] } & Record<'dense' | 'history' | 'top', Nested[]>;
  adagrad: { probabilities: number[][]; table: number[][] };
  'row-wise-adagrad': { probabilities: number[][]; table: number[][] };
}

const golden = readGolden<Golden>('ranker-steps.json');
const { sizes } = golden;

let ranker: Ranker | undefined;
afterEach(() => {
  ranker?.dispose();
  ranker = undefined;
});

function createRanker(tableOptimizer: 'adagrad' | 'row-wise-adagrad'): Ranker {
  const made = createGoldenRanker(golden, { tableOptimizer });
  const { dense, history, top } = golden.weights;
  const given = [...dense, ...top, ...history].map((values) => Float32Array.from(flat(values)));
  expect(made.parameters.length).toBe(given.length);
  made.parameters.forEach((parameter, i) => parameter.write(given[i]));
  return made;
}

describeEachKernelBuild(() => {
  test.each(['adagrad', 'row-wise-adagrad'] as const)(
    'training steps give what PyTorch gives, %s tables',
    (tableOptimizer) => {
      ranker = createRanker(tableOptimizer);
      const wanted = golden[tableOptimizer];
      golden.batches.forEach((data, step) => {
        const probability_B = ranker?.trainStep(toBatch(golden, data)) ?? new Float32Array();
        wanted.probabilities[step].forEach((p, b) => {
          expect(probability_B[b], `step ${step}, example ${b}`).toBeCloseTo(p, 4);
        });
      });
      const table = ranker.table.tensors().get('table.weights')?.values ?? new Float32Array();
      wanted.table.flat().forEach((value, i) => expect(table[i]).toBeCloseTo(value, 4));
    },
  );
});

test('predict gives what the next training step starts from, and changes nothing', () => {
  ranker = createRanker('adagrad');
  const batch = toBatch(golden, golden.batches[0]);
  const first = ranker.predict(batch);
  expect(ranker.predict(batch)).toEqual(first);
  expect(ranker.trainStep(batch)).toEqual(first);
  expect(ranker.predict(batch)).not.toEqual(first);
});

test('a step leaves no tensors behind', () => {
  ranker = createRanker('adagrad');
  const batch = toBatch(golden, golden.batches[0]);
  ranker.trainStep(batch);
  const before = tf.memory().numTensors;
  ranker.trainStep(batch);
  ranker.predict(batch);
  expect(tf.memory().numTensors).toBe(before);
});

test('rows that no batch names stay as they are', () => {
  ranker = createRanker('adagrad');
  const data = golden.batches[0];
  const { itemIndex_B, history_BT, historyLength_B } = toBatch(golden, data);
  const items = new Set(itemIndex_B);
  historyLength_B.forEach((length, b) => {
    history_BT.subarray(b * sizes.T, b * sizes.T + length).forEach((item) => items.add(item));
  });
  const named = new Set([...items].flatMap((item) => golden.rows.slice(item * 3, item * 3 + 3)));
  ranker.trainStep(toBatch(golden, data));
  const table = ranker.table.tensors().get('table.weights')?.values ?? new Float32Array();
  for (let row = 0; row < sizes.H; row++) {
    const after = [...table.subarray(row * sizes.M, (row + 1) * sizes.M)];
    const before = [...Float32Array.from(golden.weights.table[row])];
    if (named.has(row)) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  }
  expect(named.size).toBeLessThan(sizes.H);
});

test('of a table beyond the kernels memory only the rows that items name are there', () => {
  const numRows = 50_000_000;
  const rows_NJ = Int32Array.from(golden.rows, (row) => row * 500_009);
  const itemRows = { embed: 'prefix' as const, rows_NJ, tokensPerItem: sizes.J, numRows };
  const config = { ...DEFAULT_RANKER_CONFIG, modelWidth: sizes.M, historyLength: sizes.T };
  ranker = new Ranker(config, itemRows, sizes.F, Rng.fromSeed(1));
  const before = ranker.table.tensors();
  const named = [...new Set(rows_NJ)].sort((a, b) => a - b);
  expect([...(before.get('table.rows')?.values ?? [])]).toEqual(named);
  expect(before.get('table.weights')?.shape).toEqual([named.length, sizes.M]);
  const batch = toBatch(golden, golden.batches[0]);
  const first = ranker.predict(batch);
  ranker.trainStep(batch);
  expect(ranker.predict(batch)).not.toEqual(first);
});

/** How far one step moves the embedding of an untrained item whose J rows are its own, by value. */
function firstStep(tokensPerItem: number, tableRatePer: 'row' | 'item'): number[] {
  const width = 4;
  const config = {
    ...DEFAULT_RANKER_CONFIG,
    ...{ modelWidth: width, historyLength: 0, denseHidden: [3], topHidden: [3] },
    ...{ tableLearningRate: 0.5, tableRatePer },
  };
  const rows_NJ = Int32Array.from({ length: tokensPerItem }, (_, j) => j);
  const itemRows = { embed: 'prefix' as const, rows_NJ, tokensPerItem, numRows: tokensPerItem };
  ranker = new Ranker(config, itemRows, 1, Rng.fromSeed(5));
  const item = (): number[] => {
    const table = ranker?.table.tensors().get('table.weights')?.values ?? new Float32Array();
    return Array.from({ length: width }, (_, m) =>
      Array.from(rows_NJ, (row) => table[row * width + m]).reduce((sum, value) => sum + value, 0),
    );
  };
  const before = item();
  ranker.trainStep({
    ...{ day: 1, size: 1, userIndex_B: Int32Array.of(0), itemIndex_B: Int32Array.of(0) },
    ...{ timeMs_B: Float64Array.of(0), label_B: Uint8Array.of(1), dense_BF: Float32Array.of(1) },
    ...{ history_BT: new Int32Array(0), historyAgeMs_BT: new Float32Array(0) },
    historyLength_B: Int32Array.of(0),
  });
  const after = item();
  ranker.dispose();
  ranker = undefined;
  return after.map((value, m) => Math.abs(value - before[m]));
}

test('Adagrad moves an untrained item by the rate at each of its rows; with a rate of the item by the rate', () => {
  // A value's first step is rate * g / sqrt(g^2), whatever g is; the J rows of an item have the same g.
  const near = (steps: number[], wanted: number): void => {
    for (const step of steps) expect(step).toBeCloseTo(wanted, 4);
  };
  near(firstStep(1, 'row'), 0.5);
  near(firstStep(3, 'row'), 3 * 0.5);
  near(firstStep(1, 'item'), 0.5);
  near(firstStep(3, 'item'), 0.5);
});
