// boxes.arrow, a row for each item.
import { openItemBoxes, writeItemBoxes } from '../artifacts/item-boxes.ts';
import type { ItemBox, ItemBoxes } from '../artifacts/item-boxes.ts';
import { toIds } from '../artifacts/id-file.ts';
import type { ItemRows, Parts, RowFile } from '../parts/row-file.ts';

export const BOX_ROWS: RowFile<ItemBox> = {
  name: 'boxes.arrow',
  write: (path, parts) => writeItemBoxes(path, named(path, parts)),
  async open(path) {
    const file = await openItemBoxes(path);
    return { read: async (batch) => (await file.read(batch)).boxes, close: () => file.close() };
  },
};

async function* named(path: string, parts: Parts<ItemRows<ItemBox>>): AsyncGenerator<ItemBoxes> {
  for await (const { ids, rows } of parts) {
    yield { itemIds: toIds([...ids], 'item_id', path), boxes: rows };
  }
}
