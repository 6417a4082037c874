// A hash of the id.
import { hashId } from '../util/hash.ts';
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
