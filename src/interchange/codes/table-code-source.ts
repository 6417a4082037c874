// Codes in a table: Parquet, CSV, JSON lines or Arrow.
import type { Database } from '../../data/duckdb.ts';
import { USUAL_IDS } from '../../artifacts/embedding-columns.ts';
import { idCasts } from '../../data/import/id-columns.ts';
import { columnSql, openSourceFile } from '../../data/import/source-file.ts';
import type { SourceFile } from '../../data/import/source-file.ts';
import { sqlName } from '../../data/queries/sql-text.ts';
import { setting, UserError } from '../../util/errors.ts';
import type { CodeRow, CodeSource } from './code-source.ts';

/** Names that a column of whole codes usually has. */
const CODE_COLUMNS = [
  ...['codes', 'semantic_id', 'semantic_ids', 'sid', 'sids', 'published_codes', 'tokens'],
];
/** A column for each level: "code_1", "c0", "sid_2", "level_3". */
const LEVEL_COLUMN = /^(code|c|sid|level|semantic_id|token)_?(\d+)$/i;

const RELATION = 'code_file';

/**
 * @param id column of the ids; null: one of the usual names
 * @param columns of the codes; null: a usual name, or columns numbered by level
 * @throws UserError naming the columns that there are, where none is meant
 */
export async function openTableCodes(
  database: Database,
  path: string,
  { id, columns }: { readonly id: string | null; readonly columns: readonly string[] | null },
): Promise<CodeSource> {
  const file = await openSourceFile(database, RELATION, [path]);
  const idColumn = id ?? findIdColumn(file);
  columnSql(file, idColumn, setting('id'));
  const codeColumns = columns ?? findCodeColumns(file);
  const named = codeColumns.map((column) => columnSql(file, column, setting('columns')));
  const [idSql] = await idCasts(database, [{ file, column: idColumn }]);
  const codesSql = named.length === 1 ? named[0] : `[${named.join(', ')}]`;
  return {
    hasColumns: true,
    where: `column ${codeColumns.map(sqlName).join(', ')}`,
    rows: readRows(database, `SELECT ${idSql}, ${codesSql} FROM ${RELATION}`),
  };
}

async function* readRows(database: Database, sql: string): AsyncGenerator<CodeRow[]> {
  for await (const chunk of database.stream(sql)) {
    const codes = chunk.values(1);
    yield chunk.values(0).map((id, row) => ({ id, codes: codes[row] }));
  }
}

function findIdColumn(file: SourceFile): string {
  const found = USUAL_IDS.find((name) => file.columns.has(name));
  if (found !== undefined) return found;
  throw new UserError(
    `${file.path} has no column ${USUAL_IDS.join(', ')} for the items' ids; it has: ` +
      `${known(file)}; say which by ${setting('id')}`,
  );
}

function findCodeColumns(file: SourceFile): readonly string[] {
  const whole = CODE_COLUMNS.find((name) => file.columns.has(name));
  if (whole !== undefined) return [whole];
  const ofLevels = [...file.columns.keys()]
    .map((name) => ({ name, match: LEVEL_COLUMN.exec(name) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => Number(a.match?.[2]) - Number(b.match?.[2]));
  const stems = new Set(ofLevels.map(({ match }) => match?.[1]));
  if (ofLevels.length > 0 && stems.size === 1) return ofLevels.map(({ name }) => name);
  throw new UserError(
    `${file.path} has no column ${CODE_COLUMNS.join(', ')}, and none for each level (code_1, code_2 ...); it has: ` +
      `${known(file)}; say which by ${setting('columns')}`,
  );
}

function known({ columns }: SourceFile): string {
  return [...columns.keys()].join(', ');
}
