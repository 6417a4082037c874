// Threads share the large kernels.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { KernelMemory } from './kernel-memory.ts';

/** Kernels that several threads do together, in the order of `assembly/share.ts`. */
const KINDS = [
  'sumRows',
  'meanPool',
  'adagradGroups',
  'rowWiseAdagradGroups',
  'attend',
  'attendBack',
  'climb',
  'bypass',
  'bypassBack',
  'sumGroups',
] as const;
export type SharedKind = (typeof KINDS)[number];

/** The words of a job in the kernels' memory; assembly/share.ts has the same list. */
const WORDS = { end: 3, chunk: 4, kind: 5, scratch: 6, rate: 7, epsilon: 8, arguments: 9, all: 16 };
/** Floats of room for one row; the widest row there may be. */
const SCRATCH_FLOATS = 4096;
/** Chunks of one thread: few enough that taking them costs nothing, enough to even out who is held up. */
const CHUNKS_PER_THREAD = 8;
/** A helper wakes in some 50 microseconds: less work than this is done alone. */
const LEAST_SHARED = 2048;

/**
 * A helper's program. The kernels' module holds its loop; a helper sleeps there, in shared memory, until it is
 * called or the process ends.
 */
const HELPER = `
  const { module, memory, job, thread } = require('node:worker_threads').workerData;
  new WebAssembly.Instance(module, { env: { memory } }).exports.help(job, thread);
`;

/** Threads on one memory. */
export interface SharedJobs {
  /** Does a kernel for the places 0 to `numPlaces`, cut into chunks. */
  run(
    kind: SharedKind,
    numPlaces: number,
    addressesAndSizes: readonly number[],
    floats?: { readonly rate: number; readonly epsilon: number },
    placesPerChunk?: number,
  ): void;
  /** Sends the helpers away; what they held of the memory can be freed. `run` then works alone. */
  close(): void;
}

/**
 * Starts helpers for this memory. They come when they come: until then the caller's thread does all. Results
 * do not depend on their number.
 *
 * @param share `share` of the instance in this thread
 * @param numThreads this one counted
 */
export function createSharedJobs(
  module: WebAssembly.Module,
  memory: KernelMemory,
  share: (job: number) => void,
  numThreads: number,
): SharedJobs {
  const ints = memory.int32(WORDS.all);
  const floats = new Float32Array(ints.buffer, ints.byteOffset, WORDS.all);
  ints[WORDS.scratch] = memory.float32(SCRATCH_FLOATS * numThreads).byteOffset;
  const helpers = Array.from({ length: numThreads - 1 }, (_, i) => {
    const workerData = { module, memory: memory.memory, job: ints.byteOffset, thread: i + 1 };
    const helper = new Worker(HELPER, { eval: true, workerData });
    helper.unref();
    return helper;
  });
  return {
    run(kind, numPlaces, addressesAndSizes, given = { rate: 0, epsilon: 0 }, placesPerChunk) {
      const { rate, epsilon } = given;
      ints[WORDS.end] = numPlaces;
      ints[WORDS.chunk] = placesPerChunk ?? chunkOf(numPlaces, numThreads);
      ints[WORDS.kind] = KINDS.indexOf(kind);
      floats[WORDS.rate] = rate;
      floats[WORDS.epsilon] = epsilon;
      ints.set(addressesAndSizes, WORDS.arguments);
      share(ints.byteOffset);
    },
    close() {
      for (const helper of helpers) void helper.terminate();
    },
  };
}

function chunkOf(numPlaces: number, numThreads: number): number {
  if (numPlaces < LEAST_SHARED) return Math.max(1, numPlaces);
  return Math.ceil(numPlaces / (CHUNKS_PER_THREAD * numThreads));
}

/** SID_THREADS, else one for each core. */
export function kernelThreads(env: NodeJS.ProcessEnv = process.env): number {
  return Number(env.SID_THREADS) || availableParallelism();
}
