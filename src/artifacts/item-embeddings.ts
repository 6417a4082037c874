// Content embeddings.
import { Field, Float32, Schema } from 'apache-arrow';
import { concat } from '../util/concat.ts';
import type { Ids } from '../util/ids.ts';
import { createRecordBatch, idColumn, idType, listColumn, listType } from './arrow-columns.ts';
import { openArrowFile } from './arrow-file.ts';
import { createEmbeddingBatchReader } from './embedding-batch.ts';
import type { EmbeddingColumns } from './embedding-columns.ts';
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

const columnsFor = (id: EmbeddedId): EmbeddingColumns => ({ id, embedding: 'embedding' });

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
    const read = createEmbeddingBatchReader(columnsFor(idName), path);
    for await (const batch of file.batches()) yield read(batch);
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
  const columns = columnsFor('item_id');
  return {
    read: async (batch) => createEmbeddingBatchReader(columns, path)(await file.batch(batch)),
    close: () => file.close(),
  };
}

/** The whole file in memory. */
export async function readItemEmbeddings(
  path: string,
  idName: EmbeddedId = 'item_id',
): Promise<ItemEmbeddings> {
  return gatherEmbeddings(streamItemEmbeddings(path, idName), idName, path);
}

/** Batches as one. @param path for messages. @throws UserError where an id stands twice */
export async function gatherEmbeddings(
  batches: AsyncIterable<ItemEmbeddingBatch>,
  idName: EmbeddedId,
  path: string,
): Promise<ItemEmbeddings> {
  const ids: (number | string)[] = [];
  const parts: Float32Array[] = [];
  let width = 0;
  for await (const batch of batches) {
    for (const id of batch.itemIds) ids.push(id);
    parts.push(batch.embeddings_BD);
    width = batch.width;
  }
  return { itemIds: toIds(ids, idName, path), embeddings_ND: concat(parts, Float32Array), width };
}
