// Codebooks as Parquet.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeItemEmbeddings } from '../../artifacts/item-embeddings.ts';
import { withDatabase } from '../../data/duckdb.ts';
import { loadArrowFile } from '../../data/import/arrow-table.ts';
import { sqlText } from '../../data/queries/sql-text.ts';
import { levelStarts } from './codebook-list.ts';
import type { CodebooksToWrite } from './write-codebooks.ts';

/** Writes codebooks.parquet: level (from 1), code (from 0), vector (list of float), a row for each vector. */
export async function writeCodebookTable({
  sizes,
  width,
  vectors,
  folder,
}: CodebooksToWrite): Promise<void> {
  const rows = join(folder, 'vectors.arrow');
  const itemIds = Float64Array.from({ length: vectors.length / width }, (_, row) => row);
  await writeItemEmbeddings(rows, { itemIds, embeddings_ND: vectors, width });
  await withDatabase({}, async (database) => {
    await loadArrowFile(database, 'vectors', rows);
    const starts = levelStarts(sizes).slice(0, -1);
    const level = starts.map((start) => `(item_id >= ${start})::INTEGER`).join(' + ');
    const list = `[${starts.join(', ')}]`;
    const to = sqlText(join(folder, 'codebooks.parquet'));
    await database.run(
      `COPY (SELECT level, (item_id - ${list}[level])::INTEGER AS code, embedding AS vector
         FROM (SELECT *, ${level} AS level FROM vectors)) TO ${to} (FORMAT parquet)`,
    );
  });
  rmSync(rows);
}
