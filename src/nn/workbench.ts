// Where a model of plain arrays lives and is worked on: memory, kernels, rooms.
import { compileKernels } from '../kernels/kernel-build.ts';
import { KernelMemory } from '../kernels/kernel-memory.ts';
import { createKernels } from '../kernels/kernels.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { Scratch } from '../kernels/scratch.ts';
import { threadsFrom } from '../util/threads.ts';
import { createParameter } from './parameter.ts';
import type { Parameter } from './parameter.ts';

/**
 * Memory for one model, and the kernels without fused multiply-add on it: what they compute has the same bits on every
 * processor, and for any number of threads (SID_THREADS, else one for each core).
 */
export class Workbench {
  readonly kernels: Kernels;
  /** Arrays by name that are used again and again: what one held is lost when the name is asked for the next time. */
  readonly scratch: Scratch;
  readonly #memory = new KernelMemory();

  constructor() {
    const { module } = compileKernels({ SID_KERNELS: 'simd' });
    this.kernels = createKernels(this.#memory, threadsFrom(), module);
    this.scratch = new Scratch(this.#memory);
  }

  /** An array for good, of zeros. */
  float32(length: number): Float32Array {
    return this.#memory.float32(length);
  }

  /** A parameter that kernels can read. @param values copied */
  createParameter(name: string, shape: readonly number[], values: Float32Array): Parameter {
    return createParameter(name, shape, this.#copyTo(this.float32(values.length), values));
  }

  /** A copy for kernels, in the room of this name. */
  copy(name: string, values: Float32Array): Float32Array {
    return this.#copyTo(this.scratch.float32(name, values.length), values);
  }

  /** Ends the threads that help; without it they hold the memory as long as the process runs. */
  close(): void {
    this.kernels.close();
  }

  #copyTo(own: Float32Array, values: Float32Array): Float32Array {
    own.set(values);
    return own;
  }
}
