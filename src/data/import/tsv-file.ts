// Tab-separated files without a header.
import type { Database } from '../duckdb.ts';
import { sqlText, sqlTextList } from '../queries/sql-text.ts';
import { findFiles, pathsInWords } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Loads files of tab-separated values without a header line into a table, all columns as text; a quote is a
 * character as any other. An empty value is NULL.
 *
 * @param patterns paths; `*` stands for any text in a name
 * @param columns names, as many as the lines have values
 * @throws UserError if a file is missing, or naming file and line where it has more or fewer values
 */
export async function openTsvFile(
  database: Database,
  relation: string,
  patterns: readonly string[],
  columns: readonly string[],
  delimiter = '\t',
): Promise<SourceFile> {
  const paths = await findFiles(database, patterns);
  const types = columns.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ');
  await database.run(
    `CREATE TABLE ${relation} AS SELECT * FROM read_csv(${sqlTextList(paths)}, auto_detect = false,
       header = false, delim = ${sqlText(delimiter)}, quote = '', escape = '', columns = {${types}})`,
  );
  return {
    path: pathsInWords(paths),
    paths,
    relation,
    columns: new Map(columns.map((name) => [name, 'VARCHAR'])),
  };
}
