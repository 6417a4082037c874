// Threads share the large kernels.
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { KernelMemory } from '../kernel-memory.ts';
import { KERNEL_NAMES } from '../layouts.ts';
import type { KernelName } from '../layouts.ts';
import { JOB, JOB_WORDS } from './job-words.ts';

/** Behind the job's words: the text of what a helper died of, then the system's number of each thread, 0: unknown. */
const REASON = JOB_WORDS.length;
const REASON_WORDS = 64;
const SYSTEM_THREADS = REASON + REASON_WORDS;

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
  const { module, memory, job, thread, at, systemThreads, reason } = require('node:worker_threads').workerData;
  const ints = new Int32Array(memory.buffer, job);
  try {
    const path = require('node:fs').readlinkSync('/proc/thread-self');
    Atomics.store(ints, systemThreads + thread, Number(path.split('/').pop()));
  } catch {}
  try {
    new WebAssembly.Instance(module, { env: { memory } }).exports.help(job, thread);
  } catch (error) {
    const room = Buffer.from(memory.buffer, ...reason);
    ints[at.reasonBytes] = room.write(String(error));
    Atomics.store(ints, at.dead, thread);
    Atomics.notify(ints, at.done);
  }
`;

/** Threads on one memory. */
export interface SharedJobs {
  /**
   * Does a kernel for the places 0 to `numPlaces`, cut into chunks.
   *
   * @param block the address of what the kernel works on
   * @throws Error naming the helper, if one has died: the kernel's work is then half done, and no other is begun
   */
  run(kernel: KernelName, block: number, numPlaces: number, placesPerChunk?: number): void;
  /** Does a kernel that one thread does. */
  runAlone(kernel: KernelName, block: number): void;
  /** Sends the helpers away; what they held of the memory can be freed. `run` then works alone. */
  close(): void;
}

/** The functions of a module that do jobs, of share-job.as.ts. */
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
  const ints = memory.int32(SYSTEM_THREADS + numThreads);
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
      at: JOB,
      systemThreads: SYSTEM_THREADS,
      reason: [job + 4 * REASON, 4 * REASON_WORDS],
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
    const thread = Atomics.load(ints, JOB.dead);
    if (thread === 0) return undefined;
    const bytes = new Uint8Array(ints.buffer, job + 4 * REASON, ints[JOB.reasonBytes]);
    return helperDied(thread, numThreads, Buffer.from(bytes).toString());
  };
  /** A thread that ended without a word, as far as the system tells. */
  const findMissing = (): Error | undefined => {
    const thread = ints
      .subarray(SYSTEM_THREADS)
      .findIndex((number) => number > 0 && !existsSync(`/proc/self/task/${number}`));
    return thread < 0 ? undefined : helperDied(thread, numThreads, 'its thread ended');
  };
  /** Sleeps until no helper holds a chunk. */
  const awaitHelpers = (kernel: KernelName): void => {
    let silenceS = 0;
    for (;;) {
      const done = Atomics.load(ints, JOB.done);
      if (done === ints[JOB.numChunks]) return;
      const isSilent = Atomics.wait(ints, JOB.done, done, 1000) === 'timed-out';
      silenceS = isSilent ? silenceS + 1 : 0;
      const death = findDead() ?? (isSilent ? findMissing() : undefined);
      // What died may have done its chunk before.
      if (death !== undefined && Atomics.load(ints, JOB.done) !== ints[JOB.numChunks]) {
        throw death;
      }
      if (silenceS > LONGEST_SILENCE_S && ints.subarray(SYSTEM_THREADS + 1).includes(0)) {
        throw new Error(
          `a helper has held a part of ${kernel} for ${silenceS} s without an answer`,
        );
      }
    }
  };

  const doJob = (
    kernel: KernelName,
    block: number,
    numPlaces: number,
    chunk: number,
    isShared: boolean,
  ): void => {
    if (fault !== undefined) throw fault;
    ints[JOB.numChunks] = Math.ceil(numPlaces / chunk);
    ints[JOB.chunk] = chunk;
    ints[JOB.end] = numPlaces;
    ints[JOB.kernel] = KERNEL_NAMES.indexOf(kernel);
    ints[JOB.block] = block;
    try {
      if (!isShared) wasm.doJobAlone(job);
      else if (wasm.shareJob(job) > 0) awaitHelpers(kernel);
    } catch (error) {
      // Helpers may still hold chunks: the job's words are not ours any more.
      fault = error as Error;
      throw error;
    }
  };

  return {
    run(kernel, block, numPlaces, placesPerChunk = chunkOf(numPlaces, numThreads)) {
      const isShared = !isClosed && numPlaces > placesPerChunk;
      doJob(kernel, block, numPlaces, placesPerChunk, isShared);
    },
    runAlone(kernel, block) {
      doJob(kernel, block, 1, 1, false);
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
