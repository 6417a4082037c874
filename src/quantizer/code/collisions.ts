// Items that share all codes.
import { concat } from '../../util/concat.ts';
import { hashInts } from '../../util/hash.ts';
import { exactKeys } from './prefix-keys.ts';

/** How far semantic IDs tell items apart. */
export interface Collisions {
  readonly items: number;
  /** Semantic IDs that some item has. */
  readonly semanticIds: number;
  readonly itemsPerSemanticId: number;
  /** Share of items whose whole semantic ID another item has too. */
  readonly sharingShare: number;
  /** Items of the commonest semantic ID. */
  readonly largest: number;
}

/** Counts collisions over a stream of codes. Memory: 8 bytes for each item. */
export interface CollisionMeter {
  add(codes_BL: Int32Array): void;
  finish(): Collisions;
}

/**
 * Exact where at most 2^53 semantic IDs are possible; above that a semantic ID is told by a hash of 53 bits (two of a million
 * items are confused once in 18,000 runs).
 */
export function createCollisionMeter(codebookSizes: readonly number[]): CollisionMeter {
  const levels = codebookSizes.length;
  const hashKey = (codes: Int32Array, from: number): number =>
    hash53(codes.subarray(from, from + levels));
  const keyOf = exactKeys(codebookSizes, levels) ?? hashKey;
  const parts: Float64Array[] = [];
  return {
    add(codes_BL) {
      const keys = new Float64Array(codes_BL.length / levels);
      for (let i = 0; i < keys.length; i++) keys[i] = keyOf(codes_BL, i * levels);
      parts.push(keys);
    },
    finish() {
      return countRuns(concat(parts, Float64Array).sort());
    },
  };
}

function hash53(codes_L: Int32Array): number {
  return (hashInts(1, ...codes_L) >>> 11) * 2 ** 32 + hashInts(2, ...codes_L);
}

function countRuns(sorted: Float64Array): Collisions {
  let [semanticIds, sharing, largest] = [0, 0, 0];
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end += 1;
    const size = end - start;
    semanticIds += 1;
    if (size > 1) sharing += size;
    largest = Math.max(largest, size);
    start = end;
  }
  const items = sorted.length;
  return {
    items,
    semanticIds,
    itemsPerSemanticId: semanticIds === 0 ? 0 : items / semanticIds,
    sharingShare: items === 0 ? 0 : sharing / items,
    largest,
  };
}
