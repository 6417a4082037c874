// The counting level: 0, 1, 2 ... among items that the model gives the same codes.
import { setting, UserError } from '../../util/errors.ts';
import type { Ids } from '../../util/ids.ts';
import { prefixKeys } from './prefix-keys.ts';

/** Items in the order in which they are counted. */
export interface CountedItems {
  readonly itemIds: Ids;
  /** Of the model, without the counting level. */
  readonly codes_NL: Int32Array;
  /** Equal where two embeddings are, bit for bit: such items share a number. Null: nobody shares; of an item: not known. */
  readonly sameness_N: readonly (string | null)[] | null;
  /** Numbers that stand already; -1: to be given. */
  readonly given_N: Int32Array;
}

/**
 * Numbers items apart. An item's number depends on the items before it alone, so that items can be added behind: codes of A
 * and then B are those of A with B appended.
 *
 * @param codebookSizes of the model's levels
 * @param capacity numbers that there are; null: as many as it takes
 * @returns count_N, the given ones among them
 * @throws UserError naming the first item for which no number is left
 */
export function countApart(
  { itemIds, codes_NL, sameness_N, given_N }: CountedItems,
  codebookSizes: readonly number[],
  capacity: number | null,
): Int32Array {
  const levels = codebookSizes.length;
  const keyOf = prefixKeys(codebookSizes, levels);
  const next = new Map<number | string, number>();
  const known = new Map<string, number>();
  const count_N = given_N.slice();
  for (let item = 0; item < count_N.length; item++) {
    const key = keyOf(codes_NL, item * levels);
    const free = next.get(key) ?? 0;
    const sameness = sameness_N?.[item] ?? null;
    const same = sameness === null ? null : `${key} ${sameness}`;
    if (count_N[item] === -1) count_N[item] = (same === null ? undefined : known.get(same)) ?? free;
    const count = count_N[item];
    if (capacity !== null && count >= capacity) {
      const codes = codes_NL.subarray(item * levels, (item + 1) * levels).join();
      throw new UserError(
        `item ${itemIds[item]}: ${capacity} items have the codes ${codes} already; ` +
          `raise ${setting('capacity')}, or leave it out`,
      );
    }
    next.set(key, Math.max(free, count + 1));
    if (same !== null && !known.has(same)) known.set(same, count);
  }
  return count_N;
}
