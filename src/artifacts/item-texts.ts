// Texts that were written about items: `texts.arrow`.
import type { RecordBatch } from 'apache-arrow';
import { Bool, Field, Int32, Schema, Utf8, vectorFromArray } from 'apache-arrow';
import type { Ids } from '../util/ids.ts';
import {
  columnOf,
  createRecordBatch,
  idColumn,
  idsOf,
  idType,
  int32Column,
  textColumn,
  textsOf,
  valuesOf,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** A text about one item. */
export interface ItemText {
  readonly text: string;
  /** How often it was judged. */
  readonly rounds: number;
  /** Whether it was called good at last. */
  readonly isGood: boolean;
}

/** Texts of some items. */
export interface ItemTexts {
  readonly itemIds: Ids;
  readonly texts: readonly ItemText[];
}

/** One stretch of the file. */
export interface ItemTextBatch {
  readonly itemIds: readonly (number | string)[];
  readonly texts: readonly ItemText[];
}

/** @param parts at least one, a record batch each; columns item_id, text, rounds, is_good */
export async function writeItemTexts(
  path: string,
  parts: Iterable<ItemTexts> | AsyncIterable<ItemTexts>,
): Promise<void> {
  await writeArrowFile(path, async (file) => {
    let schema: Schema | undefined;
    for await (const { itemIds, texts } of parts) {
      schema ??= new Schema([
        new Field('item_id', idType(itemIds), false),
        new Field('text', new Utf8(), false),
        new Field('rounds', new Int32(), false),
        new Field('is_good', new Bool(), false),
      ]);
      const isGood = texts.map((each) => each.isGood);
      const columns = [
        idColumn(itemIds),
        textColumn(texts.map(({ text }) => text)),
        int32Column(Int32Array.from(texts, ({ rounds }) => rounds)),
        vectorFromArray(isGood, new Bool()).data[0],
      ];
      await file.write(createRecordBatch(schema, columns));
    }
  });
}

/** Batch by batch. */
export async function* streamItemTexts(path: string): AsyncGenerator<ItemTextBatch> {
  const file = await openArrowFile(path);
  try {
    for await (const batch of file.batches()) yield readBatch(batch, path);
  } finally {
    await file.close();
  }
}

function readBatch(batch: RecordBatch, path: string): ItemTextBatch {
  const itemIds = idsOf(columnOf(batch, 'item_id', path), batch, 'item_id', path);
  const texts = textsOf(columnOf(batch, 'text', path), batch, 'text', path);
  const rounds = valuesOf(columnOf(batch, 'rounds', path), Int32Array, 'rounds', path);
  columnOf(batch, 'is_good', path);
  const isGood = batch.getChild('is_good');
  return {
    itemIds,
    texts: texts.map((text, row) => ({
      text,
      rounds: rounds[row],
      isGood: isGood?.get(row) === true,
    })),
  };
}
