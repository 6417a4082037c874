// Content embeddings.
import { Field, Float32, Schema } from 'apache-arrow';
import type { RecordBatch } from 'apache-arrow';
import { concat } from '../util/concat.ts';
import { UserError } from '../util/errors.ts';
import type { Ids } from '../util/ids.ts';
import {
  columnOf,
  createRecordBatch,
  idColumn,
  idsOf,
  idType,
  listColumn,
  listOf,
  listType,
} from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { toIds } from './id-file.ts';
import { writeArrowFile } from './write-arrow-file.ts';

/** Content embeddings: `embeddings.arrow` with columns item_id and embedding (list of D float32). */
export interface ItemEmbeddings {
  readonly itemIds: Ids;
  /** Row-major, N rows of D floats. */
  readonly embeddings_ND: Float32Array;
  /** D */
  readonly width: number;
}

/** One stretch of the file. */
export interface ItemEmbeddingBatch {
  readonly itemIds: readonly (number | string)[];
  readonly embeddings_BD: Float32Array;
  readonly width: number;
  /** 0-based row of the file at which the batch begins. */
  readonly firstRow: number;
}

const ROWS_PER_BATCH = 16384;

export async function writeItemEmbeddings(path: string, items: ItemEmbeddings): Promise<void> {
  await writeItemEmbeddingParts(path, [items]);
}

/**
 * Writes one file from parts, which need not be in memory together.
 *
 * @param parts at least one; ids of one kind, vectors of one width
 */
export async function writeItemEmbeddingParts(
  path: string,
  parts: Iterable<ItemEmbeddings> | AsyncIterable<ItemEmbeddings>,
): Promise<void> {
  await writeArrowFile(path, async (file) => {
    let schema: Schema | undefined;
    for await (const { itemIds, embeddings_ND, width } of parts) {
      schema ??= new Schema([
        new Field('item_id', idType(itemIds), false),
        new Field('embedding', listType(new Float32(), width), false),
      ]);
      for (let start = 0; start === 0 || start < itemIds.length; start += ROWS_PER_BATCH) {
        const end = Math.min(start + ROWS_PER_BATCH, itemIds.length);
        const rows = embeddings_ND.slice(start * width, end * width);
        const ids = itemIds.slice(start, end);
        await file.write(createRecordBatch(schema, [idColumn(ids), listColumn(rows, width)]));
      }
    }
  });
}

/** What the rows of a file are of. */
export type EmbeddedId = 'item_id' | 'query_id';

/**
 * Streams embeddings batch by batch.
 *
 * @throws UserError naming file and row where a value is NaN or infinite, or widths differ
 */
export async function* streamItemEmbeddings(
  path: string,
  idName: EmbeddedId = 'item_id',
): AsyncGenerator<ItemEmbeddingBatch> {
  const file = await openArrowFile(path);
  try {
    let firstRow = 0;
    for await (const batch of file.batches()) {
      yield { ...readBatch(batch, firstRow, path, idName), firstRow };
      firstRow += batch.numRows;
    }
  } finally {
    await file.close();
  }
}

/** The file's stretches in any order. */
export async function openItemEmbeddings(path: string): Promise<{
  read: (batch: number) => Promise<Omit<ItemEmbeddingBatch, 'firstRow'>>;
  close: () => Promise<void>;
}> {
  const file = await openArrowFile(path);
  return {
    read: async (batch) => readBatch(await file.batch(batch), 0, path, 'item_id'),
    close: () => file.close(),
  };
}

function readBatch(
  batch: RecordBatch,
  firstRow: number,
  path: string,
  idName: EmbeddedId,
): Omit<ItemEmbeddingBatch, 'firstRow'> {
  const itemIds = idsOf(columnOf(batch, idName, path), batch, idName, path);
  const { values, width } = listOf(columnOf(batch, 'embedding', path), 'embedding', path);
  if (!(values instanceof Float32Array)) {
    throw new UserError(`${path}: column "embedding" holds integers; float32 is wanted`);
  }
  assertFinite(values, width, firstRow, path);
  return { itemIds, embeddings_BD: values, width };
}

/** The whole file in memory. */
export async function readItemEmbeddings(
  path: string,
  idName: EmbeddedId = 'item_id',
): Promise<ItemEmbeddings> {
  const ids: (number | string)[] = [];
  const parts: Float32Array[] = [];
  let width = 0;
  for await (const batch of streamItemEmbeddings(path, idName)) {
    for (const id of batch.itemIds) ids.push(id);
    parts.push(batch.embeddings_BD);
    width = batch.width;
  }
  const embeddings_ND = concat(parts, Float32Array);
  return { itemIds: toIds(ids, idName, path), embeddings_ND, width };
}

function assertFinite(
  values_BD: Float32Array,
  width: number,
  firstRow: number,
  path: string,
): void {
  for (let i = 0; i < values_BD.length; i++) {
    if (!Number.isFinite(values_BD[i])) {
      const row = firstRow + Math.floor(i / width) + 1;
      throw new UserError(
        `${path}, row ${row}: the embedding holds ${values_BD[i]}; drop the item or embed it again`,
      );
    }
  }
}
