import { expect, test } from 'vitest';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import type { Kernels } from '../../src/kernels/kernels.ts';
import { REFERENCE_KERNELS } from '../../src/kernels/reference-kernels.ts';
import { Rng } from '../../src/util/rng.ts';
import { describeEachKernelBuild } from '../support/each-kernel-build.ts';
import { GuardedMemory } from './guarded-memory.ts';
import { drawInts } from './random-block.ts';

/** One pass through all kernels of rows, of sizes drawn from the seed; the arrays that they wrote. */
function pass(seed: number, open: (memory: KernelMemory) => Kernels) {
  const rng = Rng.fromSeed(seed);
  const memory = new GuardedMemory();
  const kernels = open(memory);
  const one = (most: number): number => 1 + rng.int(most);
  const width = 4 * one([4, 40, 3000][seed % 3]);
  const [H, U, J, B, T] = [one(40), rng.int(30), one(5), rng.int(20), rng.int(9)];
  const floats = (length: number, value = () => rng.normal()): Float32Array => {
    const array = memory.float32(length);
    for (let i = 0; i < length; i++) array[i] = value();
    return array;
  };
  const ints = (length: number, low: number, end: number): Int32Array =>
    drawInts(memory, rng, length, low, end);
  const positive = (): number => Math.abs(rng.normal());

  const table_HM = floats(H * width);
  const index_UJ = ints(U * J, -1, H);
  const items_UM = floats(U * width);
  kernels.sumRows({ width, source_HM: table_HM, index_UJ, out_UM: items_UM });
  const histories = {
    width,
    index_BT: ints(U === 0 ? 0 : B * T, 0, U),
    lengths_B: ints(B, 0, U === 0 ? 1 : T + 1),
  };
  const pooled_BM = floats(B * width);
  kernels.meanPool({ ...histories, source_UM: items_UM, out_BM: pooled_BM });
  const dItems_UM = floats(U * width);
  kernels.meanPoolGradient({ ...histories, target_UM: dItems_UM, gradient_BM: pooled_BM });
  const dTable_HM = floats(H * width);
  kernels.addRows({ width, target_HM: dTable_HM, index_UJ, values_UM: dItems_UM });
  const rowNumbers_UJ = ints(U * J, 0, H);
  const [slots_P4, distinct_D] = [memory.int32(4 * 512), memory.int32(U * J)];
  const count = kernels.numberDistinct({
    ...{ numLists: 1, lengths_N: undefined, values_NT: rowNumbers_UJ },
    ...{ slots_P4, round: 1, distinct_D, count: 0 },
  });
  const rows_R = distinct_D.subarray(0, count);
  const [starts_E, members_N] = [memory.int32(count + 1), memory.int32(U * J)];
  kernels.groupByRow({ numTokens: J, rowNumbers_UJ, starts_E, members_N });
  const updates = { width, rate: 0.1, epsilon: 1e-3, rows_R, starts_E, members_N };
  const gradients_UM = dItems_UM;
  const [accumulators_HM, accumulators_H] = [floats(H * width, positive), floats(H, positive)];
  kernels.adagrad({ ...updates, weights_HM: table_HM, accumulators_HM, gradients_UM });
  kernels.rowWiseAdagrad({ ...updates, weights_HM: table_HM, accumulators_H, gradients_UM });
  const gathered_RM = floats(count * width);
  kernels.gatherRows({ width, table_HM, rows_R, out_RM: gathered_RM });
  kernels.scatterRows({ width, table_HM: dTable_HM, rows_R, values_RM: gathered_RM });
  kernels.close();
  expect(memory.isWhole, `seed ${seed} wrote behind an array`).toBe(true);
  return {
    ...{ items_UM, pooled_BM, dItems_UM, dTable_HM, rowNumbers_UJ, starts_E, members_N },
    ...{ accumulators_HM, accumulators_H, table_HM, gathered_RM },
  };
}

describeEachKernelBuild(() => {
  test('kernels of any sizes stay within their arrays and agree with the plain loops', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const wasm = pass(seed, (memory) => createKernels(memory, 1 + (seed % 3)));
      const plain = pass(seed, () => REFERENCE_KERNELS);
      for (const [name, values] of Object.entries(wasm)) {
        const wanted = plain[name as keyof typeof plain];
        values.forEach((value, i) => {
          const error = Math.abs(value - wanted[i]) / (1 + Math.abs(wanted[i]));
          if (error < 2e-5) return;
          throw new Error(`seed ${seed}, ${name}[${i}]: ${value}, not ${wanted[i]}`);
        });
      }
    }
  });
});

test('mean pooling by hand', () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory);
  const source_UM = memory.float32(8);
  source_UM.set([1, 2, 3, 4, 3, 4, 5, 6]);
  const index_BT = memory.int32(4);
  index_BT.set([0, 1, 1, -1]);
  const lengths_B = memory.int32(2);
  lengths_B.set([2, 0]);
  const out_BM = memory.float32(8).fill(9);
  kernels.meanPool({ width: 4, source_UM, index_BT, lengths_B, out_BM });
  expect([...out_BM]).toEqual([2, 3, 4, 5, 0, 0, 0, 0]);
});

test('distinct values are numbered on from those that there are', () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 1);
  const space = { slots_P4: memory.int32(64), round: 3, distinct_D: memory.int32(8) };
  const number = (values: number[], count: number, lengths?: number[]): number[] => {
    const values_NT = memory.int32(values.length);
    values_NT.set(values);
    const lengths_N = lengths && memory.int32(lengths.length);
    lengths_N?.set(lengths ?? []);
    const lists = { numLists: lengths?.length ?? 1, lengths_N, values_NT };
    return [kernels.numberDistinct({ ...space, ...lists, count }), ...values_NT];
  };
  expect(number([7, 5, 7], 0)).toEqual([2, 0, 1, 0]);
  expect(number([5, 9, 9, 7], 2, [1, 2])).toEqual([3, 1, 9, 2, 0]);
  expect([...space.distinct_D.subarray(0, 3)]).toEqual([7, 5, 9]);
});
