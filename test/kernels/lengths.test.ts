import { expect, test } from 'vitest';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import type { RowKernels } from '../../src/kernels/kernels.ts';
import { createReferenceKernels } from '../../src/kernels/reference.ts';
import { Rng } from '../../src/util/rng.ts';

/** Arrays between which a pattern lies: a kernel that writes too far leaves a trace. */
function createGuarded() {
  const memory = new KernelMemory();
  const guards: Int32Array[] = [];
  const guard = (): void => void guards.push(memory.int32(64).fill(0x5a5a5a5a));
  return {
    memory,
    floats: (length: number, value: () => number): Float32Array => {
      const array = memory.float32(length).map(value);
      const own = memory.float32(length);
      own.set(array);
      guard();
      return own;
    },
    ints: (length: number, value: () => number): Int32Array => {
      const own = memory.int32(length);
      for (let i = 0; i < length; i++) own[i] = value();
      guard();
      return own;
    },
    isWhole: () => guards.every((each) => each.every((word) => word === 0x5a5a5a5a)),
  };
}

/** One pass through all kernels of rows, of sizes drawn from the seed; the arrays that they wrote. */
function pass(seed: number, open: (memory: KernelMemory) => RowKernels) {
  const rng = Rng.fromSeed(seed);
  const { memory, floats, ints, isWhole } = createGuarded();
  const kernels = open(memory);
  const one = (most: number): number => 1 + rng.int(most);
  const width = 4 * one([4, 40, 3000][seed % 3]);
  const [H, U, J, B, T] = [one(40), rng.int(30), one(5), rng.int(20), rng.int(9)];
  const normal = (): number => rng.normal();
  const positive = (): number => Math.abs(rng.normal());
  const zero = (): number => 0;
  const table = floats(H * width, normal);
  const index_UJ = ints(U * J, () => rng.int(H));
  const items = floats(U * width, zero);
  kernels.sumRows(table, index_UJ, items, width);
  const index_BT = ints(U === 0 ? 0 : B * T, () => rng.int(U));
  const lengths = ints(B, () => (U === 0 ? 0 : rng.int(T + 1)));
  const pooled = floats(B * width, zero);
  kernels.meanPool(items, index_BT, lengths, pooled, width);
  const dItems = floats(U * width, normal);
  kernels.meanPoolGradient(dItems, index_BT, lengths, pooled, width);
  const dRows = floats(H * width, normal);
  kernels.addRows(dRows, index_UJ, dItems, width);
  const numbers = ints(U * J, zero);
  numbers.set(index_UJ);
  const space = { slots: ints(4 * 512, zero), round: 1, distinct: ints(U * J, zero) };
  const count = kernels.numberDistinct(numbers, undefined, space, 0);
  const rows_R = space.distinct.subarray(0, count);
  const [starts, members] = [ints(count + 1, zero), ints(U * J, zero)];
  kernels.groupByRow(numbers, J, starts, members);
  const groups = { rows_R, starts, members };
  const [each, rowWise] = [floats(H * width, positive), floats(H, positive)];
  kernels.adagradGroups(table, each, groups, dItems, width, 0.1, 1e-10);
  kernels.rowWiseAdagradGroups(table, rowWise, groups, dItems, width, 0.1, 1e-10);
  const gathered = floats(count * width, zero);
  kernels.gatherRows(table, rows_R, gathered, width);
  kernels.scatterRows(dRows, rows_R, gathered, width);
  kernels.close();
  expect(isWhole(), `seed ${seed} wrote behind an array`).toBe(true);
  return { items, pooled, dItems, dRows, starts, members, each, rowWise, table, gathered };
}

test('kernels of any sizes stay within their arrays and agree with the plain loops', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const wasm = pass(seed, (memory) => createKernels(memory, 1 + (seed % 3)));
    const plain = pass(seed, createReferenceKernels);
    for (const [name, values] of Object.entries(wasm)) {
      const wanted = plain[name as keyof typeof plain];
      values.forEach((value, i) => {
        const error = Math.abs(value - wanted[i]) / (1 + Math.abs(wanted[i]));
        if (!(error < 1e-5)) throw new Error(`seed ${seed}, ${name}[${i}]: ${value}, ${wanted[i]}`);
      });
    }
  }
});

test.each<[string, (kernels: RowKernels, floats: (n: number) => Float32Array) => void]>([
  ['out_RM has 7 values where 8', (k, f) => k.gatherRows(f(8), new Int32Array(2), f(7), 4)],
  ['table_HM has 9 values', (k, f) => k.gatherRows(f(9), new Int32Array(2), f(8), 4)],
  [
    'width must be a positive multiple of 4, got 6',
    (k, f) => k.sumRows(f(6), new Int32Array(1), f(6), 6),
  ],
  ['index_UJ has 3 values', (k, f) => k.sumRows(f(8), new Int32Array(3), f(8), 4)],
  ['values_UM has 6', (k, f) => k.addRows(f(8), new Int32Array(3), f(6), 4)],
  [
    'out_BM has 4 values where 8',
    (k, f) => k.meanPool(f(8), new Int32Array(2), new Int32Array(2), f(4), 4),
  ],
  [
    'gradient_BM has 4',
    (k, f) => k.meanPoolGradient(f(8), new Int32Array(2), new Int32Array(2), f(4), 4),
  ],
  [
    'members has 1',
    (k) => k.groupByRow(new Int32Array(2), 1, new Int32Array(2), new Int32Array(1)),
  ],
])('arrays of a wrong length are refused: %s', (message, call) => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 1);
  expect(() => call(kernels, (length) => memory.float32(length))).toThrow(message);
});

test('Adagrad refuses lists and accumulators of another length', () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 1);
  const [weights, gradients] = [memory.float32(32), memory.float32(16)];
  const groups = { rows_R: memory.int32(2), starts: memory.int32(3), members: memory.int32(4) };
  const update = (accumulators: number, lists = groups): void =>
    kernels.adagradGroups(weights, memory.float32(accumulators), lists, gradients, 4, 0.1, 1);
  expect(() => update(32)).not.toThrow();
  expect(() => update(28)).toThrow('accumulators_HM has 28 values where 32');
  expect(() => update(32, { ...groups, starts: memory.int32(2) })).toThrow('starts has 2');
  const rowWise = (accumulators: number): void =>
    kernels.rowWiseAdagradGroups(weights, memory.float32(accumulators), groups, gradients, 4, 1, 1);
  expect(() => rowWise(8)).not.toThrow();
  expect(() => rowWise(32)).toThrow('accumulators_H has 32 values where 8');
});
