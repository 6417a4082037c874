import { expect, test } from 'vitest';
import { KernelMemory } from '../../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../../src/kernels/kernels.ts';
import { DistinctIndex } from '../../../src/ranker/sparse/distinct-index.ts';
import { Rng } from '../../../src/util/rng.ts';

test.each([10, 5000])('numbers distinct values as a Map would, %i of them', (limit) => {
  const memory = new KernelMemory();
  const index = new DistinctIndex(memory, createKernels(memory));
  const rng = Rng.fromSeed(limit);
  for (const numValues of [20_000, 100, 30_000]) {
    const values = memory.int32(numValues);
    for (let i = 0; i < numValues; i++) values[i] = rng.int(limit) * 65536;
    const plain = new Map<number, number>();
    const numbers = Array.from(values, (value) => {
      if (!plain.has(value)) plain.set(value, plain.size);
      return plain.get(value);
    });
    index.clear(numValues);
    index.number(values.subarray(0, numValues / 2));
    index.number(values.subarray(numValues / 2));
    expect([...values]).toEqual(numbers);
    expect([...index.values]).toEqual([...plain.keys()]);
  }
});

test('what lies behind the length of a row stays and counts for nothing', () => {
  const memory = new KernelMemory();
  const index = new DistinctIndex(memory, createKernels(memory));
  const values = memory.int32(6);
  values.set([8, 9, 5, 9, 7, 8]);
  const lengths = memory.int32(2);
  lengths.set([1, 2]);
  index.clear(6);
  index.number(values, lengths);
  expect([...values]).toEqual([0, 9, 5, 1, 2, 8]);
  expect([...index.values]).toEqual([8, 9, 7]);
});
