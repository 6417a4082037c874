// The memory that kernels work on.
import { UserError } from '../util/errors.ts';

const PAGE_BYTES = 65536;
const MAX_PAGES = 65536;
/** v128 loads are fastest on whole cache lines. */
const ALIGNMENT_BYTES = 64;

/**
 * The memory that the WebAssembly kernels work on: 4 GiB of address space at most, taken as it is needed.
 * Arrays handed out are views of it; they stay valid when it grows, since it is shared.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  #nextByte: number;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 16, maximum: MAX_PAGES, shared: true });
    this.#nextByte = PAGE_BYTES; // the first page stays empty, so that address 0 is never an array
  }

  /** Bytes that could still be handed out. The last page is none of them: the end of an array there would be address 0. */
  get freeBytes(): number {
    return (MAX_PAGES - 1) * PAGE_BYTES - this.#nextByte;
  }

  float32(length: number): Float32Array {
    const address = this.#take(4 * length); // may replace the buffer
    return new Float32Array(this.memory.buffer, address, length);
  }

  int32(length: number): Int32Array {
    const address = this.#take(4 * length);
    return new Int32Array(this.memory.buffer, address, length);
  }

  uint8(length: number): Uint8Array {
    const address = this.#take(length);
    return new Uint8Array(this.memory.buffer, address, length);
  }

  #take(numBytes: number): number {
    if (numBytes > this.freeBytes) {
      throw new UserError(
        `the kernels' memory (4 GiB) has ${this.freeBytes} bytes left and ${numBytes} are wanted; ` +
          'use a smaller batch, history or model width',
      );
    }
    const address = this.#nextByte;
    this.#nextByte = Math.ceil((address + numBytes) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    const missingBytes = this.#nextByte - this.memory.buffer.byteLength;
    if (missingBytes > 0) this.memory.grow(Math.ceil(missingBytes / PAGE_BYTES));
    return address;
  }
}
