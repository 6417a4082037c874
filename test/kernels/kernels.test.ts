import { expect, test } from 'vitest';
import { KernelMemory, Scratch } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import type { RowKernels } from '../../src/kernels/kernels.ts';
import { createReferenceKernels } from '../../src/kernels/reference.ts';
import { Rng } from '../../src/util/rng.ts';
import { describeEachKernelBuild } from '../support/each-kernel-build.ts';

/** Runs one piece of work on both sets of kernels over the same numbers and gives both results. */
function onBoth(
  work: (kernels: RowKernels, draw: Drawer) => Float32Array[],
): [Float32Array[], Float32Array[]] {
  const run = (kernels: RowKernels, memory: KernelMemory): Float32Array[] =>
    work(kernels, new Drawer(memory)).map((result) => Float32Array.from(result));
  const wasmMemory = new KernelMemory();
  const wasm = run(createKernels(wasmMemory), wasmMemory);
  return [wasm, run(createReferenceKernels(), new KernelMemory())];
}

class Drawer {
  readonly #memory: KernelMemory;
  readonly #rng = Rng.fromSeed(7);
  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }
  floats(length: number): Float32Array {
    const values = this.#memory.float32(length);
    for (let i = 0; i < length; i++) values[i] = this.#rng.normal();
    return values;
  }
  ints(length: number, low: number, high: number): Int32Array {
    const values = this.#memory.int32(length);
    for (let i = 0; i < length; i++) values[i] = low + this.#rng.int(high - low);
    return values;
  }
  zeros(length: number): Float32Array {
    return this.#memory.float32(length).fill(0);
  }
}

const [ROWS, ITEMS, TOKENS, EXAMPLES, LENGTH] = [50, 17, 3, 11, 6];

describeEachKernelBuild(() => {
  test.each([4, 32, 36, 64, 100])(
    'sums over rows agree with the plain loops, width %i',
    (width) => {
      const [wasm, plain] = onBoth((kernels, draw) => {
        const table = draw.floats(ROWS * width);
        const rows = draw.ints(9, 0, ROWS);
        const gathered = draw.zeros(9 * width);
        kernels.gatherRows(table, rows, gathered, width);
        const index_UJ = draw.ints(ITEMS * TOKENS, -1, ROWS);
        const items = draw.zeros(ITEMS * width);
        kernels.sumRows(table, index_UJ, items, width);
        const index_BT = draw.ints(EXAMPLES * LENGTH, 0, ITEMS);
        const lengths = draw.ints(EXAMPLES, 0, LENGTH + 1);
        const pooled = draw.zeros(EXAMPLES * width);
        kernels.meanPool(items, index_BT, lengths, pooled, width);
        const gradient = draw.floats(EXAMPLES * width);
        const itemGradient = draw.zeros(ITEMS * width);
        kernels.meanPoolGradient(itemGradient, index_BT, lengths, gradient, width);
        const rowGradient = draw.zeros(ROWS * width);
        kernels.addRows(rowGradient, index_UJ, itemGradient, width);
        kernels.scatterRows(table, rows, gathered, width);
        return [gathered, items, pooled, itemGradient, rowGradient, table];
      });
      wasm.forEach((values, i) => expect(values, `result ${i}`).toEqual(plain[i]));
    },
  );

  test('items are numbered and grouped by their rows as the plain loops do', () => {
    const [wasm, plain] = onBoth((kernels, draw) => {
      const rowNumbers_UJ = draw.ints(ITEMS * TOKENS, 0, ROWS);
      const index = { slots: draw.ints(4 * 128, 0, 1), round: 1, distinct: draw.ints(100, 0, 1) };
      const first = kernels.numberDistinct(rowNumbers_UJ.subarray(0, 20), undefined, index, 0);
      const rest = rowNumbers_UJ.subarray(20, 50);
      const count = kernels.numberDistinct(rest, draw.ints(5, 0, 7), index, first);
      const starts = draw.ints(ROWS + 1, 0, 1);
      const members = draw.ints(ITEMS * TOKENS, 0, 1);
      kernels.groupByRow(rowNumbers_UJ, TOKENS, starts, members);
      const numbers = [rowNumbers_UJ, index.distinct.subarray(0, count), starts, members];
      return numbers.map((each) => Float32Array.from(each));
    });
    expect(wasm).toEqual(plain);
  });

  test.each([4, 20, 64])('Adagrads on groups agree with the plain loops, width %i', (width) => {
    const [wasm, plain] = onBoth((kernels, draw) => {
      const [weights, each, rowWise] = [ROWS * width, ROWS * width, ROWS].map((n) =>
        draw.floats(n),
      );
      each.set(each.map(Math.abs));
      rowWise.set(rowWise.map(Math.abs));
      const gradients = draw.floats(ITEMS * width);
      const rows_R = draw.ints(4, 0, 1);
      rows_R.set([7, 3, 49, 0]);
      const starts = draw.ints(5, 0, 1);
      starts.set([0, 1, 6, 6, 9]);
      const groups = { rows_R, starts, members: draw.ints(9, 0, ITEMS) };
      kernels.adagradGroups(weights, each, groups, gradients, width, 0.1, 1e-10);
      kernels.rowWiseAdagradGroups(weights, rowWise, groups, gradients, width, 0.05, 1e-8);
      return [weights, each, rowWise];
    });
    wasm.forEach((values, i) =>
      values.forEach((value, k) => expect(value).toBeCloseTo(plain[i][k], 5)),
    );
  });
});

test('mean pooling by hand', () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory);
  const source = memory.float32(8);
  source.set([1, 2, 3, 4, 3, 4, 5, 6]);
  const index = memory.int32(4);
  index.set([0, 1, 1, -1]);
  const lengths = memory.int32(2);
  lengths.set([2, 0]);
  const out = memory.float32(8).fill(9);
  kernels.meanPool(source, index, lengths, out, 4);
  expect([...out]).toEqual([2, 3, 4, 5, 0, 0, 0, 0]);
});

test('arrays from elsewhere are refused', () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory);
  const inside = memory.float32(4);
  expect(() => kernels.gatherRows(new Float32Array(4), memory.int32(1), inside, 4)).toThrow(
    /own memory/,
  );
});

test('scratch grows and stays valid when the memory grows', () => {
  const memory = new KernelMemory();
  const scratch = new Scratch(memory);
  const kept = memory.float32(4).fill(3);
  expect(scratch.float32('a', 10)).toHaveLength(10);
  const large = scratch.float32('a', 10_000_000).fill(1);
  expect(large[9_999_999]).toBe(1);
  expect(scratch.float32('a', 5)).toHaveLength(5);
  const kernels = createKernels(memory);
  kernels.gatherRows(large, memory.int32(1).fill(9), kept, 4);
  expect([...kept]).toEqual([1, 1, 1, 1]);
});
