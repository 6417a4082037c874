// Embeddings out of any table: Arrow, Parquet, CSV or JSON lines, by guessed or given columns.
import { openArrowFile } from '../../artifacts/arrow-file.ts';
import { createEmbeddingBatchReader, embeddingColumnsOf } from '../../artifacts/embedding-batch.ts';
import { USUAL_COLUMNS } from '../../artifacts/embedding-columns.ts';
import type { EmbeddingColumnSettings } from '../../artifacts/embedding-columns.ts';
import { gatherEmbeddings } from '../../artifacts/item-embeddings.ts';
import type { ItemEmbeddingBatch, ItemEmbeddings } from '../../artifacts/item-embeddings.ts';
import { UserError } from '../../util/errors.ts';
import { neverStop } from '../../util/signals.ts';
import type { ShouldStop } from '../../util/signals.ts';
import { openDatabase } from '../duckdb.ts';
import { createIdCheck } from './id-check.ts';
import { streamEmbeddingTable } from './stream-embedding-table.ts';

/**
 * The embeddings of a user's file, batch by batch in the order of the file: Parquet, CSV, JSON lines or Arrow IPC; ids numbers
 * or text; lists of fixed size or not; numbers of any kind, given as float32. Memory: one batch, and what the SQL engine
 * takes (512 MiB at most) or 8 bytes an id.
 *
 * @param columns what they are called; usual names where not given (`EMBEDDING_COLUMN_SETTINGS` are the flags for it)
 * @throws UserError naming file, row and what to do: an id that is missing or stands twice, an embedding that is missing, lists of
 *   two lengths, NaN, an infinity, columns that cannot be told, a damaged file
 */
export async function* streamEmbeddings(
  path: string,
  columns: EmbeddingColumnSettings = USUAL_COLUMNS,
  shouldStop: ShouldStop = neverStop,
): AsyncGenerator<ItemEmbeddingBatch> {
  if (!isTableForSql(path)) {
    const file = await openArrowFile(path);
    try {
      const found = embeddingColumnsOf(file.schema, columns, path);
      const readAll = async function* (): AsyncGenerator<ItemEmbeddingBatch> {
        const read = createEmbeddingBatchReader(found, path);
        for await (const batch of file.batches()) yield read(batch);
      };
      const check = createIdCheck(path);
      let numItems = 0;
      for await (const batch of readAll()) {
        check.add(batch.itemIds);
        numItems += batch.itemIds.length;
        yield batch;
      }
      if (numItems === 0) throw new UserError(`${path} holds no items; make it again`);
      await check.finish(async function* () {
        for await (const { itemIds } of readAll()) yield itemIds;
      });
    } finally {
      await file.close();
    }
    return;
  }
  const database = await openDatabase({ shouldStop });
  try {
    yield* streamEmbeddingTable(database, path, columns);
  } finally {
    database.close();
  }
}

/** The whole file in memory; otherwise as `streamEmbeddings`. */
export async function readEmbeddings(
  path: string,
  columns: EmbeddingColumnSettings = USUAL_COLUMNS,
  shouldStop: ShouldStop = neverStop,
): Promise<ItemEmbeddings> {
  return gatherEmbeddings(streamEmbeddings(path, columns, shouldStop), 'item_id', path);
}

/** Whether the SQL engine reads it; all else is taken for Arrow. */
function isTableForSql(path: string): boolean {
  return /\.(parquet|pq|csv|tsv|txt|jsonl|ndjson)(\.gz|\.zst)?$/i.test(path);
}
