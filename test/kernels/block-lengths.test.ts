import { expect, test } from 'vitest';
import { ATTENTION } from '../../src/kernels/attention/attention-layout.ts';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import type { Kernels } from '../../src/kernels/kernels.ts';
import { sizesOf } from '../../src/kernels/layout/block-sizes.ts';
import { createBlock } from '../../src/kernels/layout/create-block.ts';
import { Scratch } from '../../src/kernels/scratch.ts';

const memory = new KernelMemory();
const kernels = createKernels(memory, 1);
const f = (length: number): Float32Array => memory.float32(length);
const i = (length: number): Int32Array => memory.int32(length);

test.each<[string, (k: Kernels) => void]>([
  [
    "GatherRows's out_RM has 7 values where 8",
    (k) => k.gatherRows({ width: 4, table_HM: f(8), rows_R: i(2), out_RM: f(7) }),
  ],
  [
    "GatherRows's table_HM has 9 values where a multiple of 4",
    (k) => k.gatherRows({ width: 4, table_HM: f(9), rows_R: i(2), out_RM: f(8) }),
  ],
  [
    "SumRows's width must be a multiple of 4, got 6",
    (k) => k.sumRows({ width: 6, source_HM: f(6), index_UJ: i(1), out_UM: f(6) }),
  ],
  [
    "SumRows's index_UJ has 3 values",
    (k) => k.sumRows({ width: 4, source_HM: f(8), index_UJ: i(3), out_UM: f(8) }),
  ],
  [
    "MeanPool's out_BM has 4 values where 8",
    (k) => k.meanPool({ width: 4, source_UM: f(8), index_BT: i(2), lengths_B: i(2), out_BM: f(4) }),
  ],
  [
    "GroupByRow's members_N has 1 values where 2",
    (k) => k.groupByRow({ numTokens: 1, rowNumbers_UJ: i(2), starts_E: i(2), members_N: i(1) }),
  ],
  [
    '3 slots are no power of two',
    (k) =>
      k.numberDistinct({
        ...{ numLists: 1, count: 0, round: 1, lengths_N: undefined },
        ...{ values_NT: i(1), slots_P4: i(12), distinct_D: i(1) },
      }),
  ],
  [
    '2 + 3 values where 4 have room',
    (k) =>
      k.numberDistinct({
        ...{ numLists: 1, count: 2, round: 1, lengths_N: undefined },
        ...{ values_NT: i(3), slots_P4: i(64), distinct_D: i(4) },
      }),
  ],
])('an array of another length is refused: %s', (message, call) => {
  expect(() => call(kernels)).toThrow(message);
});

test('Adagrad refuses lists and accumulators of another length', () => {
  const update = (accumulators: number, starts: number) => (): void =>
    kernels.adagrad({
      ...{ width: 4, rate: 0.1, epsilon: 1, rows_R: i(2), starts_E: i(starts), members_N: i(4) },
      ...{ weights_HM: f(32), accumulators_HM: f(accumulators), gradients_UM: f(16) },
    });
  expect(update(32, 3)).not.toThrow();
  expect(update(28, 3)).toThrow("Adagrad's accumulators_HM has 28 values where 32");
  expect(update(32, 2)).toThrow("Adagrad's starts_E has 2 values where 3");
});

test('arrays from elsewhere are refused', () => {
  const elsewhere = { width: 4, table_HM: new Float32Array(4), rows_R: i(1), out_RM: f(4) };
  expect(() => kernels.gatherRows(elsewhere)).toThrow(/own memory/);
});

const sizes = {
  ...{ numExamples: 70, historyLength: 5, width: 8, hidden: 32, numSeeds: 0, numAges: 12 },
  ...{ items_UM: f(16), index_BT: i(350), lengths_B: i(70) },
};

test('sizes of a block follow from one another', () => {
  const { U, G, K, Q, X, R } = sizesOf(ATTENTION, sizes);
  expect({ U, G, K, Q, X, R }).toEqual({ U: 2, G: 2, K: 8, Q: 8, X: 8, R: 1 });
  const seeds = sizesOf(ATTENTION, { ...sizes, numSeeds: 4 });
  expect([seeds.Q, seeds.X, seeds.R, seeds.W]).toEqual([4, 4, 4, 0]);
});

test('every array of an attention block is checked', () => {
  const block = createBlock(ATTENTION, new Scratch(memory), sizes);
  expect(() => kernels.attend(block)).not.toThrow();
  for (const [name, array] of Object.entries(block)) {
    if (typeof array === 'number') continue;
    const shorter = { ...block, [name]: array.subarray(1) };
    expect(() => kernels.attend(shorter), name).toThrow(`the Attention's `);
  }
});
