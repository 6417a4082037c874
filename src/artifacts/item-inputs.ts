// What each item's row was made from: `inputs.arrow` beside a file of rows by item.
import { Field, Schema, Utf8 } from 'apache-arrow';
import type { Ids } from '../util/ids.ts';
import {
  columnOf,
  createRecordBatch,
  idColumn,
  idsOf,
  idType,
  textColumn,
  textsOf,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** Columns item_id, input_hash, problem: row by row those of the file beside it, in the same record batches. */
export interface ItemInputs {
  readonly itemIds: Ids;
  /** SHA-256 of all that decides the row. */
  readonly hashes: readonly string[];
  /** What the row was made without; empty: nothing was missing. */
  readonly problems: readonly string[];
}

/** @param parts at least one, a record batch each */
export async function writeItemInputs(
  path: string,
  parts: Iterable<ItemInputs> | AsyncIterable<ItemInputs>,
): Promise<void> {
  await writeArrowFile(path, async (file) => {
    let schema: Schema | undefined;
    for await (const { itemIds, hashes, problems } of parts) {
      schema ??= new Schema([
        new Field('item_id', idType(itemIds), false),
        new Field('input_hash', new Utf8(), false),
        new Field('problem', new Utf8(), false),
      ]);
      const columns = [idColumn(itemIds), textColumn(hashes), textColumn(problems)];
      await file.write(createRecordBatch(schema, columns));
    }
  });
}

/** Batch by batch. */
export async function* streamItemInputs(
  path: string,
): AsyncGenerator<
  Omit<ItemInputs, 'itemIds'> & { readonly itemIds: readonly (number | string)[] }
> {
  const file = await openArrowFile(path);
  try {
    for await (const batch of file.batches()) {
      const itemIds = idsOf(columnOf(batch, 'item_id', path), batch, 'item_id', path);
      const [hashes, problems] = ['input_hash', 'problem'].map((name) =>
        textsOf(columnOf(batch, name, path), batch, name, path),
      );
      yield { itemIds, hashes, problems };
    }
  } finally {
    await file.close();
  }
}
