import { expect, test } from 'vitest';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { Scratch } from '../../src/kernels/scratch.ts';

test('scratch grows and stays valid when the memory grows', () => {
  const memory = new KernelMemory();
  const scratch = new Scratch(memory);
  const kept = memory.float32(4).fill(3);
  expect(scratch.float32('a', 10)).toHaveLength(10);
  const large = scratch.float32('a', 10_000_000).fill(1);
  expect(large[9_999_999]).toBe(1);
  expect(scratch.float32('a', 5)).toHaveLength(5);
  const rows_R = memory.int32(1).fill(9);
  createKernels(memory).gatherRows({ width: 4, table_HM: large, rows_R, out_RM: kept });
  expect([...kept]).toEqual([1, 1, 1, 1]);
});

test('no two owners share an array by its name', () => {
  const scratch = new Scratch(new KernelMemory());
  const [one, other] = [scratch.part('one'), scratch.part('other')];
  one.float32('a', 4).fill(1);
  other.float32('a', 4).fill(2);
  expect([...one.float32('a', 4)]).toEqual([1, 1, 1, 1]);
  expect(() => scratch.part('one')).toThrow('scratch memory /one has an owner already');
  expect(() => one.int32('a', 4)).toThrow('scratch memory /one/a is float32, not int32');
});
