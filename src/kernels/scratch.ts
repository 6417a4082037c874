// Work arrays that are used again for each batch.
import type { KernelMemory } from './kernel-memory.ts';

/** The arrays that there are, by kind. */
export interface ScratchArrays {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
}
type Kind = keyof ScratchArrays;

/**
 * Work arrays that grow with the largest batch seen. What an array held is lost when it grows, and its old
 * room is not used again: rooms double, so that at most half is waste.
 *
 * Each owner takes a part of its own, so that no two share an array by its name.
 *
 * @example
 * const scratch = new Scratch(memory).part('bypass');
 * scratch.float32('clicks', numExamples * width); // the same memory at the next call, unless it is too small
 */
export class Scratch {
  readonly #memory: KernelMemory;
  readonly #owner: string;
  readonly #parts = new Set<string>();
  readonly #rooms = new Map<string, { readonly kind: Kind; readonly array: ScratchArrays[Kind] }>();

  constructor(memory: KernelMemory, owner = '') {
    this.#memory = memory;
    this.#owner = owner;
  }

  /** @throws Error if the name has been given out */
  part(owner: string): Scratch {
    if (this.#parts.has(owner)) {
      throw new Error(`scratch memory ${this.#owner}/${owner} has an owner already`);
    }
    this.#parts.add(owner);
    return new Scratch(this.#memory, `${this.#owner}/${owner}`);
  }

  float32(name: string, length: number): Float32Array {
    return this.take('float32', name, length);
  }

  int32(name: string, length: number): Int32Array {
    return this.take('int32', name, length);
  }

  /** @throws Error if the name stands for an array of another kind */
  take<K extends Kind>(kind: K, name: string, length: number): ScratchArrays[K] {
    const room = this.#rooms.get(name);
    if (room !== undefined && room.kind !== kind) {
      throw new Error(`scratch memory ${this.#owner}/${name} is ${room.kind}, not ${kind}`);
    }
    let array = room?.array;
    if (array === undefined || array.length < length) {
      array = this.#memory[kind](growTo(length, array?.length ?? 0));
      this.#rooms.set(name, { kind, array });
    }
    return array.subarray(0, length) as ScratchArrays[K];
  }
}

function growTo(length: number, previousLength: number): number {
  return previousLength === 0 ? length : Math.max(length, 2 * previousLength);
}
