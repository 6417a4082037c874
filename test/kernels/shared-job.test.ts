import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { kernelThreads } from '../../src/kernels/shared-job.ts';
import { Rng } from '../../src/util/rng.ts';

const [ROWS, ITEMS, TOKENS, WIDTH, ROUNDS] = [3000, 9000, 3, 8, 300];

/** Sums and updates over and over; each round depends on all before it. */
async function work(numThreads: number): Promise<Float32Array> {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, numThreads);
  const rng = Rng.fromSeed(5);
  const [table, sums] = [memory.float32(ROWS * WIDTH), memory.float32(ROWS * WIDTH)];
  for (let i = 0; i < table.length; i++) table[i] = rng.normal();
  const rowNumbers = memory.int32(ITEMS * TOKENS);
  for (let i = 0; i < rowNumbers.length; i++) rowNumbers[i] = rng.int(ROWS);
  const rows_R = memory.int32(ROWS);
  for (let r = 0; r < ROWS; r++) rows_R[r] = ROWS - 1 - r;
  const [starts, members] = [memory.int32(ROWS + 1), memory.int32(ITEMS * TOKENS)];
  kernels.groupByRow(rowNumbers, TOKENS, starts, members);
  const items = memory.float32(ITEMS * WIDTH);
  for (let round = 0; round < ROUNDS; round++) {
    kernels.sumRows(table, rowNumbers, items, WIDTH);
    kernels.adagradGroups(table, sums, { rows_R, starts, members }, items, WIDTH, 0.01, 1e-10);
    // Helpers come in the midst of it.
    if (round === 20) await sleep(100);
  }
  kernels.close();
  return Float32Array.from(table);
}

test('the same bits from one thread, from two and from five', async () => {
  const alone = await work(1);
  expect(await work(2)).toEqual(alone);
  expect(await work(5)).toEqual(alone);
});

test.skipIf(process.platform !== 'linux')(
  'close ends the helpers, the kernels go on alone',
  async () => {
    const threads = (): number => readdirSync('/proc/self/task').length;
    const before = threads();
    const memory = new KernelMemory();
    const kernels = createKernels(memory, 4);
    await sleep(200);
    expect(threads()).toBeGreaterThan(before);
    kernels.close();
    await expect.poll(threads, { timeout: 5000 }).toBeLessThanOrEqual(before);
    const [source, out] = [memory.float32(4).fill(2), memory.float32(4)];
    kernels.sumRows(source, memory.int32(1), out, 4);
    expect([...out]).toEqual([2, 2, 2, 2]);
  },
);

test('SID_THREADS says how many, else there is one for each core', () => {
  expect(kernelThreads({ SID_THREADS: '3' })).toBe(3);
  expect(kernelThreads({})).toBeGreaterThanOrEqual(1);
});
