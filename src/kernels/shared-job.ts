// Threads share the large kernels.
import { existsSync } from 'node:fs';
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

/** The words of a job in the kernels' memory, of assembly/share.ts; behind them what helpers say about themselves. */
const WORDS = {
  done: 2,
  numChunks: 3,
  chunk: 4,
  end: 5,
  kind: 6,
  rate: 7,
  epsilon: 8,
  arguments: 9,
  /** The thread that died, 0: none; then what it died of, in bytes and length. */
  dead: 24,
  reasonBytes: 25,
  reason: 26,
  /** The system's number of each helper's thread, 0: unknown. */
  systemThreads: 64,
};
const REASON_BYTES = 4 * (WORDS.systemThreads - WORDS.reason);
/** Chunks of one thread: few enough that taking them costs nothing, enough to even out who is held up. */
const CHUNKS_PER_THREAD = 8;
/** A helper wakes in some 50 microseconds: less work than this is done alone. */
const LEAST_SHARED = 2048;
/** A chunk takes milliseconds. Where the system does not list its threads, so long a silence counts as death. */
const LONGEST_SILENCE_S = 600;

/**
 * A helper's program. The kernels' module holds its loop; a helper sleeps there, in shared memory, until it is
 * called or the process ends. A fault in a kernel is left for the caller's thread to find, which may wait for it.
 */
const HELPER = `
  const { module, memory, job, thread, words, reasonLength } = require('node:worker_threads').workerData;
  const ints = new Int32Array(memory.buffer, job);
  try {
    const path = require('node:fs').readlinkSync('/proc/thread-self');
    Atomics.store(ints, words.systemThreads + thread, Number(path.split('/').pop()));
  } catch {}
  try {
    new WebAssembly.Instance(module, { env: { memory } }).exports.help(job, thread);
  } catch (error) {
    const room = Buffer.from(memory.buffer, job + 4 * words.reason, reasonLength);
    ints[words.reasonBytes] = room.write(String(error));
    Atomics.store(ints, words.dead, thread);
    Atomics.notify(ints, words.done);
  }
`;

/** Threads on one memory. */
export interface SharedJobs {
  /**
   * Does a kernel for the places 0 to `numPlaces`, cut into chunks.
   *
   * @throws Error naming the helper, if one has died: the kernel's work is then half done, and no other is begun
   */
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

/** The functions of a module that do jobs, of assembly/share.ts. */
export interface JobFunctions {
  shareJob(job: number): number;
  doJobAlone(job: number): void;
}

/**
 * Starts helpers for this memory. They come when they come: until then the caller's thread does all. Results
 * do not depend on their number.
 *
 * @param wasm of the instance in this thread
 * @param numThreads this one counted
 */
export function createSharedJobs(
  module: WebAssembly.Module,
  memory: KernelMemory,
  wasm: JobFunctions,
  numThreads: number,
): SharedJobs {
  const ints = memory.int32(WORDS.systemThreads + numThreads);
  const floats = new Float32Array(ints.buffer, ints.byteOffset, WORDS.arguments);
  const job = ints.byteOffset;
  let isClosed = numThreads === 1;
  /** Why no more jobs can be done. */
  let fault: Error | undefined;
  const helpers = Array.from({ length: numThreads - 1 }, (_, i) => {
    const thread = i + 1;
    const workerData = {
      module,
      memory: memory.memory,
      job,
      thread,
      words: WORDS,
      reasonLength: REASON_BYTES,
    };
    const helper = new Worker(HELPER, { eval: true, workerData });
    helper.unref();
    helper.on('error', (error) => (fault ??= helperDied(thread, numThreads, String(error))));
    helper.on('exit', () => {
      if (!isClosed) fault ??= findDead() ?? helperDied(thread, numThreads, 'its thread ended');
    });
    return helper;
  });

  const findDead = (): Error | undefined => {
    const thread = Atomics.load(ints, WORDS.dead);
    if (thread === 0) return undefined;
    const bytes = new Uint8Array(ints.buffer, job + 4 * WORDS.reason, ints[WORDS.reasonBytes]);
    return helperDied(thread, numThreads, Buffer.from(bytes).toString());
  };
  /** A thread that ended without a word, as far as the system tells. */
  const findMissing = (): Error | undefined => {
    const thread = ints
      .subarray(WORDS.systemThreads)
      .findIndex((number) => number > 0 && !existsSync(`/proc/self/task/${number}`));
    return thread < 0 ? undefined : helperDied(thread, numThreads, 'its thread ended');
  };
  /** Sleeps until no helper holds a chunk. */
  const awaitHelpers = (kind: SharedKind): void => {
    let silenceS = 0;
    for (;;) {
      const done = Atomics.load(ints, WORDS.done);
      if (done === ints[WORDS.numChunks]) return;
      const isSilent = Atomics.wait(ints, WORDS.done, done, 1000) === 'timed-out';
      silenceS = isSilent ? silenceS + 1 : 0;
      const death = findDead() ?? (isSilent ? findMissing() : undefined);
      // What died may have done its chunk before.
      if (death !== undefined && Atomics.load(ints, WORDS.done) !== ints[WORDS.numChunks]) {
        throw death;
      }
      if (silenceS > LONGEST_SILENCE_S && ints.subarray(WORDS.systemThreads + 1).includes(0)) {
        throw new Error(`a helper has held a part of ${kind} for ${silenceS} s without an answer`);
      }
    }
  };

  return {
    run(kind, numPlaces, addressesAndSizes, given = { rate: 0, epsilon: 0 }, placesPerChunk) {
      if (fault !== undefined) throw fault;
      const { rate, epsilon } = given;
      const chunk = placesPerChunk ?? chunkOf(numPlaces, numThreads);
      ints[WORDS.numChunks] = Math.ceil(numPlaces / chunk);
      ints[WORDS.chunk] = chunk;
      ints[WORDS.end] = numPlaces;
      ints[WORDS.kind] = KINDS.indexOf(kind);
      floats[WORDS.rate] = rate;
      floats[WORDS.epsilon] = epsilon;
      ints.set(addressesAndSizes, WORDS.arguments);
      try {
        if (isClosed || numPlaces <= chunk) wasm.doJobAlone(job);
        else if (wasm.shareJob(job) > 0) awaitHelpers(kind);
      } catch (error) {
        // Helpers may still hold chunks: the job's words are not ours any more.
        fault = error as Error;
        throw error;
      }
    },
    close() {
      isClosed = true;
      for (const helper of helpers) void helper.terminate();
    },
  };
}

function helperDied(thread: number, numThreads: number, reason: string): Error {
  return new Error(`helper ${thread} of ${numThreads - 1} of the kernels died: ${reason}`);
}

function chunkOf(numPlaces: number, numThreads: number): number {
  if (numPlaces < LEAST_SHARED) return Math.max(1, numPlaces);
  return Math.ceil(numPlaces / (CHUNKS_PER_THREAD * numThreads));
}

/** SID_THREADS, else one for each core. */
export function kernelThreads(env: NodeJS.ProcessEnv = process.env): number {
  return Number(env.SID_THREADS) || availableParallelism();
}
