import type { KernelMemory } from '../../src/kernels/kernel-memory.ts';
import { createBlock } from '../../src/kernels/layout/create-block.ts';
import type { BlockOf, Layout } from '../../src/kernels/layout/layout.ts';
import { Scratch } from '../../src/kernels/scratch.ts';
import type { Rng } from '../../src/util/rng.ts';

/** A block whose floats are drawn from the normal distribution, but for those that are given. */
export function randomBlock<L extends Layout>(
  layout: L,
  memory: KernelMemory,
  rng: Rng,
  given: Partial<BlockOf<L>>,
): BlockOf<L> {
  const block = createBlock(layout, new Scratch(memory), given);
  for (const [name, array] of Object.entries<unknown>(block)) {
    if (name in given || !(array instanceof Float32Array)) continue;
    array.forEach((_, i) => (array[i] = rng.normal()));
  }
  return block;
}

/** The same with arrays of its own: what kernels do to one does not touch the other. */
export function copyBlock<B extends Readonly<Record<string, unknown>>>(block: B): B {
  const copies = Object.entries(block).map(([name, value]) => {
    const isArray = value instanceof Float32Array || value instanceof Int32Array;
    return [name, isArray ? value.slice() : value] as const;
  });
  return Object.fromEntries(copies) as B;
}

export function drawInts(
  memory: KernelMemory,
  rng: Rng,
  length: number,
  low: number,
  end: number,
): Int32Array {
  const values = memory.int32(length);
  for (let i = 0; i < length; i++) values[i] = low + (end > low ? rng.int(end - low) : 0);
  return values;
}

/** flip[j, i] = values[i, j] */
export function writeTranspose(values: Float32Array, width: number, out: Float32Array): void {
  const rows = values.length / width;
  values.forEach((value, at) => (out[(at % width) * rows + Math.floor(at / width)] = value));
}
