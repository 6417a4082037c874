// Columns of ids and of lists of ids, given one type.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { sqlName, sqlText } from '../queries/sql-text.ts';
import { columnSql } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

const SAFE_INTEGERS = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
]);
const INTEGERS = new Set([...SAFE_INTEGERS, 'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT']);

/** A column that holds ids, or lists of them. */
export interface IdColumn {
  readonly file: SourceFile;
  readonly column: string;
  /** SQL that gives the column's lists, see `idListSql`. */
  readonly listSql?: string;
}

/**
 * SQL that gives the ids of these columns one type: BIGINT where all of them are whole numbers below 2^53,
 * else VARCHAR. Ids stay as they are: "007" is not 7.
 */
export async function idCasts(database: Database, ids: readonly IdColumn[]): Promise<string[]> {
  let isNumber = true;
  for (const id of ids) isNumber = isNumber && (await holdsNumbers(database, id));
  const type = isNumber ? 'BIGINT' : 'VARCHAR';
  return ids.map(({ column, listSql }) =>
    listSql === undefined ? `${sqlName(column)}::${type}` : `${listSql}::${type}[]`,
  );
}

async function holdsNumbers(database: Database, id: IdColumn): Promise<boolean> {
  const { file, column, listSql } = id;
  const type = elementType(file.columns.get(column) ?? '', listSql !== undefined);
  if (SAFE_INTEGERS.has(type)) return true;
  const values = `SELECT ${listSql === undefined ? sqlName(column) : `unnest(${listSql})`} AS id FROM ${file.relation}`;
  if (INTEGERS.has(type)) {
    const [{ large }] = await database.rows(
      `SELECT coalesce(max(id) > 9007199254740991 OR min(id) < -9007199254740991, false) AS large
       FROM (${values})`,
    );
    return large !== true;
  }
  if (listSql === undefined || type !== 'VARCHAR') return false;
  const [{ texts }] = await database.rows(
    `SELECT count(*) AS texts FROM (${values})
     WHERE id IS NOT NULL AND NOT coalesce(try_cast(id AS BIGINT)::VARCHAR = id
       AND abs(try_cast(id AS BIGINT)) <= 9007199254740991, false)`,
  );
  return texts === 0;
}

/** SQL type of the ids of a column; lists that are no list type are text. */
function elementType(type: string, isList: boolean): string {
  if (!isList) return type;
  return type.endsWith(']') ? type.slice(0, type.indexOf('[')) : 'VARCHAR';
}

/**
 * SQL that gives a column's lists of ids: of a list type, or text, split at `separator`, or without one like
 * `["a", "b"]`.
 *
 * @throws UserError naming the first row that is no list
 */
export async function idListSql(
  database: Database,
  { file, column, separator, asked }: IdListColumn,
): Promise<string> {
  const name = columnSql(file, column, asked);
  const type = file.columns.get(column) ?? '';
  if (type.endsWith(']')) return name;
  if (separator !== undefined) {
    return `list_filter(string_split(trim(${name}::VARCHAR), ${sqlText(separator)}), lambda x: x <> '')`;
  }
  const list = `try_cast(${name}::VARCHAR AS VARCHAR[])`;
  const [fault] = await database.rows<{ row: number; value: string }>(
    `SELECT row, value FROM (SELECT row_number() OVER () AS row, ${name}::VARCHAR AS value, ${list} AS list
       FROM ${file.relation}) WHERE value IS NOT NULL AND list IS NULL ORDER BY row LIMIT 1`,
  );
  if (fault === undefined) return list;
  throw new UserError(
    `${file.path}, row ${fault.row}: column "${column}" is "${fault.value.slice(0, 60)}", but a list of ids ` +
      `like ["a", "b"] is wanted; where something else stands between them give "separator"`,
  );
}

/** A column that holds lists of ids. */
export interface IdListColumn {
  readonly file: SourceFile;
  readonly column: string;
  /** What stands between the ids of a text. */
  readonly separator?: string | undefined;
  /** See `columnSql`. */
  readonly asked?: string;
}
