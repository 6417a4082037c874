import { KernelMemory } from '../../src/kernels/kernel-memory.ts';

const PATTERN = 0x5a5a5a5a;

/** Memory with a pattern behind each array: a kernel that writes too far leaves a trace. */
export class GuardedMemory extends KernelMemory {
  readonly #guards: Int32Array[] = [];

  /** Whether nobody wrote behind an array. */
  get isWhole(): boolean {
    return this.#guards.every((guard) => guard.every((word) => word === PATTERN));
  }

  override float32(length: number): Float32Array {
    return this.#guard(super.float32(length));
  }

  override int32(length: number): Int32Array {
    return this.#guard(super.int32(length));
  }

  override uint8(length: number): Uint8Array {
    return this.#guard(super.uint8(length));
  }

  #guard<T>(array: T): T {
    this.#guards.push(super.int32(64).fill(PATTERN));
    return array;
  }
}
