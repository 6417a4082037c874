// One column of a catalog, by the items' ids.
import type { Database } from '../duckdb.ts';
import { columnSql } from '../import/source-file.ts';
import type { Catalog } from './open-catalog.ts';

/**
 * A column's values as texts, by the id as text; null where it is empty.
 *
 * @param asked where the column is named, for messages
 * @throws UserError with the nearest name where the catalog has no such column
 */
export async function readColumnById(
  database: Database,
  { file, columns }: Catalog,
  column: string,
  asked: string,
): Promise<ReadonlyMap<string, string | null>> {
  const valueOf = new Map<string, string | null>();
  const valueSql = columnSql(file, column, asked);
  const idSql = columnSql(file, columns.id);
  const sql = `SELECT ${idSql}::VARCHAR, ${valueSql}::VARCHAR FROM ${file.relation}`;
  for await (const chunk of database.stream(sql)) {
    const [ids, values] = [chunk.values(0), chunk.values(1)];
    ids.forEach((id, i) => valueOf.set(String(id), values[i] === null ? null : String(values[i])));
  }
  return valueOf;
}
