import { expect, test } from 'vitest';
import { KernelMemory } from '../../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../../src/kernels/kernels.ts';
import { createChunkedRowStore, createRowStore } from '../../../src/ranker/sparse/row-store.ts';

test('rows in chunks and rows in the kernels memory behave alike', () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory);
  const [numRows, width] = [21, 3];
  for (const store of [
    createRowStore(numRows, width, memory, kernels),
    createChunkedRowStore(numRows, width, 4),
  ]) {
    let value = 0;
    for (const chunk of store.chunks) chunk.forEach((_, i) => (chunk[i] = value++));
    const rows = memory.int32(3);
    rows.set([20, 0, 7]);
    const out = memory.float32(9);
    store.gather(rows, out);
    expect([...out]).toEqual([60, 61, 62, 0, 1, 2, 21, 22, 23]);
    out.set([1, 2, 3], 6);
    store.scatter(rows, out);
    const again = memory.float32(9);
    store.gather(rows, again);
    expect([...again]).toEqual([60, 61, 62, 0, 1, 2, 1, 2, 3]);
  }
});

test('a table beyond the kernels memory is laid in chunks', () => {
  const memory = new KernelMemory();
  const store = createRowStore(11_000_000, 64, memory, createKernels(memory));
  expect(store.chunks.length).toBe(3);
  expect(store.chunks[2].length).toBe((11_000_000 - 2 * 2 ** 22) * 64);
});
