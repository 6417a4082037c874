// What a kernel has summed over all groups of examples, name by name.
import type { Kernels } from '../kernels.ts';
import type { Scratch } from '../scratch.ts';
import { lengthFor, sizesOf } from './block-sizes.ts';
import { plainName } from './layout.ts';
import type { Layout } from './layout.ts';

/** A name without the letters of its dimensions. */
type PlainName<Name> = Name extends `${infer Plain}_${string}` ? Plain : never;

/** The sums of a layout by name. */
type SumsOf<L extends Layout> =
  L extends Layout<string, string, Layout['arrays'], infer Sums>
    ? Readonly<Record<PlainName<Sums>, Float32Array>>
    : never;

/**
 * What the groups of a block have summed, added up in the order of the groups: the same bits for any number of threads.
 *
 * @param scratch of the block's owner
 * @returns copies, by the names of the layout's `sums` without their letters
 */
export function sumsOverGroups<L extends Layout>(
  layout: L,
  block: Readonly<Record<string, unknown>> & { readonly sums_GP: Float32Array },
  kernels: Kernels,
  scratch: Scratch,
): SumsOf<L> {
  const sizes = sizesOf(layout, block);
  const names = layout.sums ?? [];
  const lengths = names.map((name) => lengthFor(name, sizes));
  const out_P = scratch.float32(
    'sumsOverGroups',
    lengths.reduce((sum, length) => sum + length, 0),
  );
  kernels.sumGroups({ sums_GP: block.sums_GP, out_P });
  let end = 0;
  const parts = names.map((name, i) => {
    const begin = end;
    end += lengths[i];
    return [plainName(name), out_P.slice(begin, end)] as const;
  });
  return Object.fromEntries(parts) as SumsOf<L>;
}
