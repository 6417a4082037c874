// Hashes of the id.
import { hashId, hashInts } from '../util/hash.ts';
import { idAt } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';

/**
 * A seeded hash of the item's own id, modulo H (RH of Zheng 2025). Depends on the id alone, so an item
 * keeps its row whatever else is in the corpus.
 */
export function randomHashRows(itemIds: Ids, numRows: number, seed: number): Int32Array {
  return Int32Array.from(
    { length: itemIds.length },
    (_, itemIndex) => hashId(idAt(itemIds, itemIndex), seed) % numRows,
  );
}

/**
 * So many independent hashes, all into the same table: hash embeddings with importance weights of 1 (Svenstrup 2017,
 * arXiv 1709.03933). The first is the hash of `randomHashRows`. Two of an item may fall on the same row.
 */
export function multiHashRows(
  itemIds: Ids,
  numRows: number,
  seed: number,
  numHashes: number,
): Int32Array {
  const rows_NJ = new Int32Array(itemIds.length * numHashes);
  for (let j = 0; j < numHashes; j++) {
    const rows_N = randomHashRows(itemIds, numRows, j === 0 ? seed : hashInts(seed, j));
    rows_N.forEach((row, item) => {
      rows_NJ[item * numHashes + j] = row;
    });
  }
  return rows_NJ;
}
