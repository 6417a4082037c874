// Embeddings into a checked table.
import { UserError } from '../../util/errors.ts';
import type { Ids } from '../../util/ids.ts';
import type { Database, SqlChunk } from '../duckdb.ts';
import type { EventSource } from './event-source.ts';
import { assertItemsOnce } from '../queries/assert-items-once.ts';

/**
 * Loads a source's embeddings into the table `embeddings` (item_id, embedding, row) and checks them.
 *
 * @returns D, and how many there are
 * @throws UserError naming file, row and item where an embedding is missing, of another width, holds NaN or
 *   an infinity, or belongs to an item that has one already
 */
export async function loadEmbeddings(
  database: Database,
  source: EventSource,
): Promise<{ width: number; numEmbeddings: number }> {
  const path = source.embeddingsPath;
  await database.run(
    `CREATE TABLE embeddings AS
     SELECT item_id, embedding, row FROM (${source.embeddingsSql})`,
  );
  const [summary] = await database.rows(
    'SELECT count(*) AS n, first(len(embedding) ORDER BY row) AS width FROM embeddings',
  );
  const numEmbeddings = summary.n as number;
  if (numEmbeddings === 0) throw new UserError(`${path} holds no embeddings; choose another file`);
  const width = (summary.width as number | null) ?? 0;
  const [fault] = await database.rows<{ row: number; item_id: string | null; fault: string }>(
    `SELECT row, item_id, embedding,
       CASE WHEN item_id IS NULL THEN 'has no item id'
            WHEN embedding IS NULL OR len(embedding) = 0 THEN 'is empty or no list of numbers'
            WHEN len(embedding) <> ${width}
              THEN 'has ' || len(embedding) || ' floats, the first row has ${width}'
            ELSE 'holds ' || coalesce(list_filter(embedding, lambda x: NOT coalesce(isfinite(x), false))[1]::VARCHAR, 'an empty value')
       END AS fault
     FROM embeddings
     WHERE item_id IS NULL OR embedding IS NULL OR len(embedding) <> ${width} OR len(embedding) = 0
       OR len(list_filter(embedding, lambda x: NOT coalesce(isfinite(x), false))) > 0
     ORDER BY row LIMIT 1`,
  );
  if (fault !== undefined) {
    const embedding =
      fault.item_id === null ? 'an embedding' : `the embedding of item ${fault.item_id}`;
    throw new UserError(
      `${path}, row ${fault.row}: ${embedding} ${fault.fault}; ` +
        `drop the item or embed it again`,
    );
  }
  await assertItemsOnce(database, 'embeddings', path, '; keep one');
  return { width, numEmbeddings };
}

/** The first column of a stream as ids: all numbers, or all text. */
export async function collectIds(
  chunks: AsyncIterable<SqlChunk>,
  isNumber: boolean,
  count: number,
): Promise<Ids> {
  const texts: string[] = [];
  const numbers = new Float64Array(isNumber ? count : 0);
  let done = 0;
  for await (const chunk of chunks) {
    if (isNumber) chunk.copyNumbers(0, numbers, done);
    else for (const value of chunk.values(0)) texts.push(String(value));
    done += chunk.rowCount;
  }
  return isNumber ? numbers : texts;
}
