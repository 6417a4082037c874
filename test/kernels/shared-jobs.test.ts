import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as threads from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { Rng } from '../../src/util/rng.ts';
import { compileStressed } from './compile-stressed.ts';

/** Programs of helpers, as they are started; replaced by what `replace` makes of them. */
const { started, programs } = vi.hoisted(() => ({
  started: [] as threads.Worker[],
  programs: { replace: (program: string) => program },
}));
vi.mock('node:worker_threads', async (importOriginal) => {
  const real = await importOriginal<typeof threads>();
  class RecordedWorker extends real.Worker {
    constructor(program: string, options: object) {
      super(programs.replace(program), options);
      started.push(this);
    }
  }
  return { ...real, Worker: RecordedWorker };
});
afterEach(async () => {
  programs.replace = (program) => program;
  // A thread that is still ending would be counted by the next test.
  await Promise.all(started.splice(0).map((worker) => worker.terminate()));
});

/** A loaded machine starts and ends threads when it comes to it. */
const PATIENCE = { timeout: 30_000, interval: 50 };

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
  const [starts_E, members_N] = [memory.int32(ROWS + 1), memory.int32(ITEMS * TOKENS)];
  kernels.groupByRow({ numTokens: TOKENS, rowNumbers_UJ: rowNumbers, starts_E, members_N });
  const groups = { rows_R, starts_E, members_N };
  const tables = { weights_HM: table, accumulators_HM: sums };
  const items = memory.float32(ITEMS * WIDTH);
  for (let round = 0; round < ROUNDS; round++) {
    kernels.sumRows({ width: WIDTH, source_HM: table, index_UJ: rowNumbers, out_UM: items });
    const rates = { width: WIDTH, rate: 0.01, epsilon: 1e-10 };
    kernels.adagrad({ ...rates, ...tables, ...groups, gradients_UM: items });
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
    const count = (): number => readdirSync('/proc/self/task').length;
    const before = count();
    const memory = new KernelMemory();
    const kernels = createKernels(memory, 4);
    await expect.poll(count, PATIENCE).toBeGreaterThan(before);
    kernels.close();
    await expect.poll(count, PATIENCE).toBeLessThanOrEqual(before);
    const [source, out] = [memory.float32(4).fill(2), memory.float32(4)];
    kernels.sumRows({ width: 4, source_HM: source, index_UJ: memory.int32(1), out_UM: out });
    expect([...out]).toEqual([2, 2, 2, 2]);
  },
);

test('with pauses between all steps of the threads, each place of each job is done once', async () => {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 4, compileStressed());
  // A row's accumulator counts how often its place was done. Jobs of many sizes, each with its own size of chunks.
  const most = 9000;
  const [width, rng] = [4, Rng.fromSeed(11)];
  const [weights, counts] = [memory.float32(most * width), memory.float32(most * width)];
  const [rows, members] = [memory.int32(most), memory.int32(most)];
  const starts = memory.int32(most + 1);
  for (let r = 0; r <= most; r++) starts[r] = rows[r] = members[r] = r;
  const ones = memory.float32(most * width).fill(1);
  const wanted = new Float32Array(most);
  const wrong: string[] = [];
  for (let job = 0; job < 1500 && wrong.length === 0; job++) {
    if (job % 250 === 100) await sleep(20);
    const numRows = 2100 + rng.int(most - 2100);
    kernels.adagrad({
      ...{ width, rate: 0, epsilon: 1, weights_HM: weights, accumulators_HM: counts },
      rows_R: rows.subarray(0, numRows),
      starts_E: starts.subarray(0, numRows + 1),
      members_N: members,
      gradients_UM: ones,
    });
    for (let r = 0; r < numRows; r++) wanted[r] += 1;
    const at = wanted.findIndex((count, r) => counts[r * width] !== count);
    if (at >= 0) wrong.push(`job ${job}: row ${at} done ${counts[at * width]}, not ${wanted[at]}`);
  }
  kernels.close();
  expect(wrong).toEqual([]);
});

/** Sums over rows with one helper, cut into 16 chunks: the caller takes the first, a helper the second. */
function createSums() {
  const memory = new KernelMemory();
  const kernels = createKernels(memory, 2);
  const [numItems, numTokens, width] = [2048, 4000, 4];
  const index = memory.int32(numItems * numTokens);
  const [source, out] = [memory.float32(width), memory.float32(numItems * width)];
  return {
    kernels,
    secondChunk: index.subarray((numItems / 16) * numTokens, (numItems / 8) * numTokens),
    run: () => kernels.sumRows({ width, source_HM: source, index_UJ: index, out_UM: out }),
  };
}

/** What an error says. */
function messageOf(run: () => void): string {
  try {
    run();
    return 'no error';
  } catch (error) {
    return String(error);
  }
}

test('a fault in a chunk that a helper holds is thrown, with its name, at this job and at the next', async () => {
  // The caller may be faster and meet the fault itself: then once more.
  await expect
    .poll(async () => {
      const { kernels, secondChunk, run } = createSums();
      await sleep(300);
      run();
      secondChunk.fill(0x0f000000); // beyond the memory
      const messages = [messageOf(run), messageOf(run)];
      kernels.close();
      return messages;
    }, PATIENCE)
    .toEqual(Array(2).fill(expect.stringMatching(/^Error: helper 1 of 1 .* memory access out of/)));
});

test('a helper whose thread ends without a word while it holds a chunk is missed', async () => {
  const life = /new WebAssembly.Instance.*help\(job, thread\);/;
  const LEFT = 1;
  programs.replace = (program) => {
    expect(program).toMatch(life);
    const end = `while (Atomics.load(ints, ${LEFT}) <= 0 || Atomics.sub(ints, ${LEFT}, 1) <= 0);`;
    return program.replace(life, `${end} process.exit(0);`);
  };
  const { kernels, run } = createSums();
  // A helper that starts late, or is held up, leaves all chunks of a job to the caller: then it waits for the next.
  await expect
    .poll(() => messageOf(run), PATIENCE)
    .toMatch(/helper 1 of 1 of the kernels died: its thread ended/);
  expect(run).toThrow(/helper 1 of 1/);
  kernels.close();
});

test('a helper that ended while it had nothing to do is named at the next job', async () => {
  const { kernels, run } = createSums();
  run();
  await started[0].terminate();
  expect(run).toThrow(/helper 1 of 1 of the kernels died: its thread ended/);
  kernels.close();
});
