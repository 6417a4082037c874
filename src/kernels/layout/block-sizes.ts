// The sizes of a block's dimensions, and the check of all lengths.
import { dimensionsOf } from './layout.ts';
import type { Layout, Sizes } from './layout.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * The size of each dimension, by its letter: given, from the lengths of the arrays that are there, or derived.
 *
 * @throws Error with the name of a count or an array, what it is and what is wanted
 */
export function sizesOf(layout: Layout, block: Values): Sizes {
  const sizes: Record<string, number> = {};
  for (const [letter, name] of Object.entries(layout.given)) {
    sizes[letter] = block[name] as number;
    if (!Number.isInteger(sizes[letter]) || sizes[letter] < 0) {
      throw new Error(`the ${layout.name}'s ${name} must be a count, got ${sizes[letter]}`);
    }
  }
  const derived = Object.entries(layout.derived ?? {});
  const computed = new Set([...derived.map(([letter]) => letter), SUMS]);
  if (layout.sums === undefined) computed.delete(SUMS);
  for (const name of Object.keys(layout.arrays)) {
    const length = lengthOf(block, name);
    if (length === undefined) continue;
    const dimensions = dimensionsOf(name);
    const unknown = dimensions.filter((letter) => !(letter in sizes) && !/\d/.test(letter));
    if (unknown.length !== 1 || computed.has(unknown[0])) continue;
    const rest = dimensions
      .filter((letter) => letter !== unknown[0])
      .reduce((product, letter) => product * (sizes[letter] ?? Number(letter)), 1);
    const size = length === 0 ? 0 : length / rest;
    if (!Number.isInteger(size)) throw wrongLength(layout, name, length, `a multiple of ${rest}`);
    sizes[unknown[0]] = size;
  }
  for (const [letter, [, of]] of derived) sizes[letter] = of(sizes);
  if (layout.sums !== undefined) sizes[SUMS] = lengthOfAll(layout.sums, sizes);
  for (const letter of layout.fours ?? '') {
    if (sizes[letter] % 4 === 0) continue;
    const name = layout.given[letter] ?? letter;
    throw new Error(`the ${layout.name}'s ${name} must be a multiple of 4, got ${sizes[letter]}`);
  }
  layout.assert?.(sizes);
  return sizes;
}

/** The letter of the floats of a group's sums. */
export const SUMS = 'P';

function lengthOfAll(names: readonly string[], sizes: Sizes): number {
  return names.reduce((sum, name) => sum + lengthFor(name, sizes), 0);
}

/** @throws Error with the name of the first array whose length is not that of its dimensions, and both lengths */
export function assertLengths(layout: Layout, block: Values, sizes: Sizes): void {
  for (const name of Object.keys(layout.arrays)) {
    const [length, wanted] = [lengthOf(block, name), lengthFor(name, sizes)];
    if (length === undefined && layout.arrays[name].endsWith('?')) continue;
    if (length !== wanted) throw wrongLength(layout, name, length, String(wanted));
  }
}

/** How many values an array has. */
export function lengthFor(arrayName: string, sizes: Sizes): number {
  return dimensionsOf(arrayName).reduce(
    (product, letter) => product * (sizes[letter] ?? Number(letter)),
    1,
  );
}

function lengthOf(block: Values, name: string): number | undefined {
  return (block[name] as { readonly length: number } | undefined)?.length;
}

function wrongLength(
  layout: Layout,
  name: string,
  length: number | undefined,
  wanted: string,
): Error {
  const got = length === undefined ? 'is missing' : `has ${length} values`;
  return new Error(`the ${layout.name}'s ${name} ${got} where ${wanted} are wanted`);
}
