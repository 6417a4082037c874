// `items.arrow`, users.arrow.
import { Field, Schema, Utf8 } from 'apache-arrow';
import type { RecordBatch } from 'apache-arrow';
import { UserError } from '../util/errors.ts';
import type { Ids } from '../util/ids.ts';
import {
  columnOf,
  createRecordBatch,
  idColumn,
  idsOf,
  idType,
  textColumn,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import type { ItemCategory } from './item-categories.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** Writes `items.arrow` or `users.arrow`: one row an index, a column with the data set's own id, then one for each category. */
export async function writeIds(
  path: string,
  columnName: 'item_id' | 'user_id',
  ids: Ids,
  categories: readonly ItemCategory[] = [],
): Promise<void> {
  const schema = new Schema([
    new Field(columnName, idType(ids), false),
    ...categories.map(({ name }) => new Field(name, new Utf8(), false)),
  ]);
  const columns = [idColumn(ids), ...categories.map(({ value_N }) => textColumn(value_N))];
  await writeArrowFile(path, async (file) => {
    await file.write(createRecordBatch(schema, columns));
  });
}

/** @throws UserError if the file lacks the column or an id stands twice */
export async function readIds(path: string, columnName: 'item_id' | 'user_id'): Promise<Ids> {
  const file = await openArrowFile(path);
  try {
    const all: (number | string)[] = [];
    for await (const batch of file.batches()) appendIds(all, batch, columnName, path);
    return toIds(all, columnName, path);
  } finally {
    await file.close();
  }
}

/** Adds a batch's ids to a list. */
export function appendIds(
  all: (number | string)[],
  batch: RecordBatch,
  columnName: string,
  path: string,
): void {
  const ids = idsOf(columnOf(batch, columnName, path), batch, columnName, path);
  for (const id of ids) all.push(id);
}

/** Packs ids; all of one kind, none twice. */
export function toIds(all: readonly (number | string)[], columnName: string, path: string): Ids {
  const ids = packIds(all);
  const seen = new Map<number | string, number>();
  ids.forEach((id: number | string, row: number) => {
    const earlier = seen.get(id);
    if (earlier !== undefined) {
      throw new UserError(
        `${path}, row ${row + 1}: ${columnName} ${id} stands in row ${earlier + 1} too; keep one`,
      );
    }
    seen.set(id, row);
  });
  return ids;
}

/** Ids as they are held: numbers where all are, else texts. */
export function packIds(ids: readonly (number | string)[]): Ids {
  return ids.every((id) => typeof id === 'number') ? Float64Array.from(ids) : ids.map(String);
}
