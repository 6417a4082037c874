// embeddings.arrow, a row for each item.
import { EMBEDDINGS_FILE } from '../artifacts/embeddings-file.ts';
import { openItemEmbeddings, writeItemEmbeddingParts } from '../artifacts/item-embeddings.ts';
import { toIds } from '../artifacts/id-file.ts';
import type { ItemRows, Parts, RowFile } from '../parts/row-file.ts';

/** D floats an item. */
export const EMBEDDING_ROWS: RowFile<Float32Array> = {
  name: EMBEDDINGS_FILE,
  write: (path, parts) => writeItemEmbeddingParts(path, joinRows(path, parts)),
  async open(path) {
    const file = await openItemEmbeddings(path);
    return {
      async read(batch) {
        const { itemIds, embeddings_BD, width } = await file.read(batch);
        return itemIds.map((_, i) => embeddings_BD.subarray(i * width, (i + 1) * width));
      },
      close: () => file.close(),
    };
  },
};

async function* joinRows(path: string, parts: Parts<ItemRows<Float32Array>>) {
  for await (const { ids, rows } of parts) {
    const width = rows[0].length;
    const embeddings_ND = new Float32Array(rows.length * width);
    rows.forEach((row, i) => embeddings_ND.set(row, i * width));
    yield { itemIds: toIds([...ids], 'item_id', path), embeddings_ND, width };
  }
}
