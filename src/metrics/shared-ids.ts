// Items that share a semantic ID: true duplicates, and collisions of different contents.
import { itemsByGroup } from './groups.ts';
import type { Groups } from './groups.ts';

/** What items with the same semantic ID have in common. */
export interface SharedIds {
  /** Items whose semantic ID another item has too. */
  readonly sharing: number;
  /** Of these, items that share it with nothing but true duplicates: no codes could tell them apart by content. */
  readonly duplicates: number;
  /** The others: some item of the same ID has another content. */
  readonly colliding: number;
  /** Items of the commonest ID. */
  readonly largest: number;
  /** IDs that different contents share, most items first; of equals that of the lower item. */
  readonly collisions: readonly Int32Array[];
}

/** Two contents are one where their cosine is this, or their floats are the same; zeros have no cosine. */
const DUPLICATE_COSINE = 1 - 1e-6;

/**
 * @param groups items by their whole semantic ID
 * @param rows_ND contents of items, flat row-major
 */
export function measureSharedIds(groups: Groups, rows_ND: Float32Array, width: number): SharedIds {
  const { items_N, start_G } = itemsByGroup(groups);
  const collisions: Int32Array[] = [];
  let [sharing, duplicates, largest] = [0, 0, 0];
  for (let group = 0; group < groups.numGroups; group++) {
    const items = items_N.subarray(start_G[group], start_G[group + 1]);
    largest = Math.max(largest, items.length);
    if (items.length < 2) continue;
    sharing += items.length;
    if (items.every((item) => isDuplicate(rows_ND, width, items[0], item))) {
      duplicates += items.length;
    } else {
      collisions.push(items.slice());
    }
  }
  collisions.sort((a, b) => b.length - a.length || a[0] - b[0]);
  return { sharing, duplicates, colliding: sharing - duplicates, largest, collisions };
}

function isDuplicate(rows_ND: Float32Array, width: number, a: number, b: number): boolean {
  if (a === b) return true;
  let [areSame, product, squareA, squareB] = [true, 0, 0, 0];
  for (let d = 0; d < width; d++) {
    const [x, y] = [rows_ND[a * width + d], rows_ND[b * width + d]];
    areSame &&= x === y;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const lengths = Math.sqrt(squareA * squareB);
  return areSame || (lengths > 0 && product >= DUPLICATE_COSINE * lengths);
}
