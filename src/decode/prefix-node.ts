// Items under a prefix, and what divides them.
import type { CodedItems } from './coded-items.ts';

/** A prefix and the items under it. */
export interface PrefixNode {
  /** Coarse to fine; empty: all items. */
  readonly prefix: readonly number[];
  /** By position in the file of codes, ascending. */
  readonly items: readonly number[];
}

/** All items. */
export function rootNode({ itemIds }: Pick<CodedItems, 'itemIds'>): PrefixNode {
  return { prefix: [], items: Array.from({ length: itemIds.length }, (_, item) => item) };
}

/** The prefixes that are one code longer, most items first; none below a whole semantic ID. */
export function childrenOf(
  { codes_NL, levels }: Pick<CodedItems, 'codes_NL' | 'levels'>,
  { prefix, items }: PrefixNode,
): PrefixNode[] {
  const depth = prefix.length;
  if (depth === levels) return [];
  const byCode = new Map<number, number[]>();
  for (const item of items) {
    const code = codes_NL[item * levels + depth];
    const members = byCode.get(code);
    if (members === undefined) byCode.set(code, [item]);
    else members.push(item);
  }
  return [...byCode]
    .sort(([a, x], [b, y]) => y.length - x.length || a - b)
    .map(([code, members]) => ({ prefix: [...prefix, code], items: members }));
}

/** The codes of an item. */
export function codesOf(
  { codes_NL, levels }: Pick<CodedItems, 'codes_NL' | 'levels'>,
  item: number,
): number[] {
  return [...codes_NL.subarray(item * levels, (item + 1) * levels)];
}

/** Some of a list, evenly spaced, in their order. */
export function spread<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values];
  return Array.from({ length: most }, (_, i) => values[Math.floor((i * values.length) / most)]);
}

/** Items to show of a prefix: evenly spaced among those that the catalog has, where it has any. */
export function itemsToShow(
  { isListed_N }: Pick<CodedItems, 'isListed_N'>,
  items: readonly number[],
  most: number,
): number[] {
  const listed = items.filter((item) => isListed_N[item] === 1);
  return spread(listed.length > 0 ? listed : items, most);
}
