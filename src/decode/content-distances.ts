// How far items are from one of them by their embeddings.
import type { ItemEmbeddingBatch } from '../artifacts/item-embeddings.ts';
import { UserError } from '../util/errors.ts';

/**
 * Cosine distances (1 - cosine, 0 to 2) of items from one of them. Memory: the embeddings of the items that are asked for.
 *
 * @param others ids of items
 * @param path of the embeddings, for messages
 * @returns by id as text; an item without an embedding has none
 * @throws UserError if the item itself has no embedding
 */
export async function contentDistances(
  batches: AsyncIterable<ItemEmbeddingBatch>,
  item: number | string,
  others: ReadonlySet<string>,
  path: string,
): Promise<ReadonlyMap<string, number>> {
  const vectors = new Map<string, Float32Array>();
  for await (const { itemIds, embeddings_BD, width } of batches) {
    itemIds.forEach((id, row) => {
      if (others.has(String(id)) || String(id) === String(item)) {
        vectors.set(String(id), embeddings_BD.slice(row * width, (row + 1) * width));
      }
    });
  }
  const own = vectors.get(String(item));
  if (own === undefined) {
    throw new UserError(`${path} has no embedding of item ${item}; give the file that it is in`);
  }
  const distances = [...vectors].map(([id, vector]) => [id, cosineDistance(own, vector)] as const);
  return new Map(distances.filter(([id]) => id !== String(item)));
}

/** 1 where one of them is zero. */
function cosineDistance(a_D: Float32Array, b_D: Float32Array): number {
  let [product, a, b] = [0, 0, 0];
  for (let d = 0; d < a_D.length; d++) {
    product += a_D[d] * b_D[d];
    a += a_D[d] * a_D[d];
    b += b_D[d] * b_D[d];
  }
  return a === 0 || b === 0 ? 1 : 1 - product / Math.sqrt(a * b);
}
