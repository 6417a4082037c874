// A kernel's block with its own arrays.
import type { Scratch } from '../scratch.ts';
import { lengthFor, sizesOf } from './block-sizes.ts';
import type { BlockOf, Layout } from './layout.ts';

/**
 * A block of the given counts and arrays; all other arrays are taken from the scratch memory of the block's owner.
 *
 * @throws Error if a given array's length is not that of its dimensions
 */
export function createBlock<L extends Layout>(
  layout: L,
  scratch: Scratch,
  given: Partial<BlockOf<L>>,
): BlockOf<L> {
  const sizes = sizesOf(layout, given);
  const arrays = Object.entries(layout.arrays)
    .filter(([name]) => !(name in given))
    .map(([name, kind]) => {
      const length = lengthFor(name, sizes);
      if (Number.isNaN(length)) throw new Error(`the ${layout.name}'s ${name} must be given`);
      return [name, scratch.take(kind.replace('?', '') as 'float32', name, length)] as const;
    });
  return { ...Object.fromEntries(arrays), ...given } as BlockOf<L>;
}
