// Numbers distinct values.
import type { KernelMemory } from '../../kernels/kernel-memory.ts';
import type { Kernels } from '../../kernels/kernels.ts';

/**
 * Numbers the distinct values of a batch in the order in which they first come, in a hash table that forgets
 * everything in one step: its cost does not depend on the size of the table whose rows are numbered.
 */
export class DistinctIndex {
  readonly #memory: KernelMemory;
  readonly #kernels: Kernels;
  #space: DistinctSlots;
  #count = 0;

  constructor(memory: KernelMemory, kernels: Kernels) {
    this.#memory = memory;
    this.#kernels = kernels;
    this.#space = createSlots(16, memory);
  }

  /** How many distinct values there are. */
  get count(): number {
    return this.#count;
  }

  /** The distinct values in the order of their numbers. A view: copy it to keep it. */
  get values(): Int32Array {
    return this.#space.distinct_D.subarray(0, this.#count);
  }

  /** Forgets all values. @param numValues how many come at most, repeated ones counted */
  clear(numValues: number): void {
    this.#count = 0;
    this.#space =
      numValues > this.#space.distinct_D.length
        ? createSlots(numValues, this.#memory)
        : { ...this.#space, round: this.#space.round + 1 };
  }

  /**
   * Replaces values by their numbers, in place.
   *
   * @param values_NT in the kernels' memory
   * @param lengths_N how many of each row of T values count; left out: all
   */
  number(values_NT: Int32Array, lengths_N?: Int32Array): void {
    this.#count = this.#kernels.numberDistinct({
      ...this.#space,
      numLists: lengths_N?.length ?? 1,
      lengths_N,
      values_NT,
      count: this.#count,
    });
  }
}

/** Of kernels/batch-plan (NUMBER_DISTINCT). */
interface DistinctSlots {
  readonly slots_P4: Int32Array;
  readonly round: number;
  readonly distinct_D: Int32Array;
}

/** A quarter more than wanted, so that batches that grow slowly seldom need new room; half full at most. */
function createSlots(numValues: number, memory: KernelMemory): DistinctSlots {
  const room = Math.ceil(1.25 * numValues);
  const numSlots = 2 ** Math.ceil(Math.log2(2 * room));
  return { slots_P4: memory.int32(4 * numSlots), round: 1, distinct_D: memory.int32(room) };
}
