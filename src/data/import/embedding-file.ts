// A published file of embeddings: an id, and the one list beside it.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import type { IdColumn } from './id-columns.ts';
import { columnSql, embeddingListSql, openSourceFile } from './source-file.ts';

/** Embeddings whose ids are still to be given the type of the log's. */
export interface EmbeddingFile {
  readonly path: string;
  readonly id: IdColumn;
  /** `EventSource.embeddingsSql`. @param idSql of `idCasts` */
  sql(idSql: string): string;
}

/**
 * Opens embeddings whose column is called "embedding", or is the only list.
 *
 * @param idColumn the column with the items' ids
 * @throws UserError if there is no such column, or it is not clear which the embedding is
 */
export async function openEmbeddingFile(
  database: Database,
  relation: string,
  path: string,
  idColumn: string,
): Promise<EmbeddingFile> {
  const file = await openSourceFile(database, relation, [path]);
  columnSql(file, idColumn);
  const lists = [...file.columns].filter(([, type]) => type.endsWith(']')).map(([name]) => name);
  const column = file.columns.has('embedding') ? 'embedding' : lists[0];
  if (column === undefined || (column !== 'embedding' && lists.length > 1)) {
    throw new UserError(
      `${path} has ${lists.length === 0 ? 'no list' : `${lists.length} lists (${lists.join(', ')})`}; ` +
        `one list of floats beside "${idColumn}" is wanted, or a column "embedding"`,
    );
  }
  const list = embeddingListSql(file, column);
  return {
    path,
    id: { file, column: idColumn },
    sql: (idSql) =>
      `SELECT ${idSql} AS item_id, ${list} AS embedding, row_number() OVER () AS row FROM ${relation}`,
  };
}
