// A kernel's block, checked and written to the kernels' memory.
import type { KernelMemory } from '../kernel-memory.ts';
import { assertLengths, lengthFor, sizesOf } from './block-sizes.ts';
import { sumWord, wordsOf } from './layout.ts';
import type { Layout, Sizes } from './layout.ts';

type Values = Readonly<Record<string, unknown>>;
type TypedArray = Float32Array | Int32Array | Uint8Array;

/** Floats of a cache line: no two threads work on one. */
const LINE = 16;

/** The words of one kernel's block. */
export class BlockWords {
  readonly layout: Layout;
  readonly #memory: KernelMemory;
  readonly #words = new Map<string, number>();
  readonly #ints: Int32Array;
  readonly #floats: Float32Array;

  constructor(layout: Layout, memory: KernelMemory) {
    const words = wordsOf(layout);
    this.layout = layout;
    this.#memory = memory;
    words.forEach(({ name }, i) => this.#words.set(name, i));
    this.#ints = memory.int32(words.length);
    this.#floats = new Float32Array(this.#ints.buffer, this.#ints.byteOffset, words.length);
  }

  /** Its address, for the kernel. */
  get address(): number {
    return this.#ints.byteOffset;
  }

  /** A count that the kernel may have changed. */
  count(name: string): number {
    return this.#ints[this.#at(name)];
  }

  /**
   * Writes counts, numbers and the addresses of arrays.
   *
   * @param workspace gives the address of room for so many floats for each thread
   * @returns the size of each dimension, by its letter
   * @throws Error if an array's length is not that of its dimensions, or if it lies elsewhere
   */
  write(block: Values, workspace?: (floatsOfThread: number) => number): Sizes {
    const { layout } = this;
    const sizes = sizesOf(layout, block);
    assertLengths(layout, block, sizes);
    for (const [letter, name] of [
      ...Object.entries({ ...layout.given, ...layout.inferred }),
      ...Object.entries(layout.derived ?? {}).map(([letter, [name]]) => [letter, name] as const),
    ]) {
      this.#ints[this.#at(name)] = sizes[letter];
    }
    let sumsLength = 0;
    for (const name of layout.sums ?? []) {
      this.#ints[this.#at(sumWord(name))] = sumsLength;
      sumsLength += lengthFor(name, sizes);
    }
    if (layout.sums !== undefined) this.#ints[this.#at('sumsLength')] = sumsLength;
    for (const name of layout.numbers ?? []) this.#floats[this.#at(name)] = block[name] as number;
    for (const name of Object.keys(layout.arrays)) {
      const array = block[name] as TypedArray | undefined;
      this.#ints[this.#at(name)] = array === undefined ? 0 : addressOf(array, this.#memory);
    }
    if (layout.workspace !== undefined && workspace !== undefined) {
      const floats = LINE * Math.ceil(layout.workspace(sizes) / LINE);
      this.#ints[this.#at('workspaceLength')] = floats;
      this.#ints[this.#at('workspace')] = workspace(floats);
    }
    return sizes;
  }

  #at(name: string): number {
    const at = this.#words.get(name);
    if (at === undefined) throw new Error(`${this.layout.name} has no word ${name}`);
    return at;
  }
}

/** A growing memory gives a new buffer object over the same bytes; views of an earlier one are as good. */
function addressOf(array: TypedArray, { memory }: KernelMemory): number {
  const isOwn = array.buffer instanceof SharedArrayBuffer || array.length === 0;
  if (!isOwn || array.byteOffset + array.byteLength > memory.buffer.byteLength) {
    throw new Error('kernels work on arrays of their own memory only (KernelMemory, Scratch)');
  }
  return array.byteOffset;
}
