// CSV files, columns as text until checked.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { sqlName, sqlText, sqlTextList } from '../queries/sql-text.ts';

/** A type that a column of text may have, and the test of one value, as SQL. */
interface TextType {
  readonly name: string;
  readonly fits: (value: string) => string;
}

const OFFSET_AT_END = String.raw`:\d\d(\.\d+)?\s*(Z|[+-]\d\d(:?\d\d)?)$`;

/** The first that fits all values of a column is its type; none does: text. */
const TYPES: readonly TextType[] = [
  // Written back the same, so that ids like "007" and those above 2^63 stay text.
  { name: 'BIGINT', fits: (value) => `try_cast(${value} AS BIGINT)::VARCHAR = ${value}` },
  {
    name: 'DOUBLE',
    fits: (value) =>
      `try_cast(${value} AS BIGINT)::VARCHAR = ${value} OR ` +
      `(regexp_matches(${value}, '[.eEnN]') AND try_cast(${value} AS DOUBLE) IS NOT NULL)`,
  },
  { name: 'BOOLEAN', fits: (value) => `lower(${value}) IN ('true', 'false')` },
  {
    name: 'TIMESTAMP WITH TIME ZONE',
    fits: (value) =>
      `regexp_matches(${value}, '${OFFSET_AT_END}') AND try_cast(${value} AS TIMESTAMPTZ) IS NOT NULL`,
  },
  {
    name: 'TIMESTAMP',
    fits: (value) =>
      `NOT regexp_matches(${value}, '${OFFSET_AT_END}') AND try_cast(${value} AS TIMESTAMP) IS NOT NULL`,
  },
];

const DELIMITERS = [',', '\t', ';', '|'];

/**
 * Loads CSV files with a header line into a table. The delimiter (comma, tab, semicolon or bar) is the one
 * that the header has most of; a column's type is the narrowest that fits all its values.
 *
 * @throws UserError naming file and line where a line has more or fewer values than the header, a quote is
 *   not closed, the text is not UTF-8, or a file has another header than the first
 */
export async function loadCsvFiles(
  database: Database,
  relation: string,
  paths: readonly string[],
): Promise<void> {
  const [header, ...others] = await headersOf(database, paths);
  const differing = others.findIndex((other) => other !== header);
  if (differing >= 0) {
    throw new UserError(
      `${paths[differing + 1]} has another header than ${paths[0]} ("${header}"); ` +
        `name files of one kind`,
    );
  }
  const delimiter = delimiterOf(header);
  const columns = splitHeader(header, delimiter);
  assertDistinct(columns, paths[0]);
  const types = columns.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(', ');
  const text = `${relation}_text`;
  await database.run(
    `CREATE TABLE ${text} AS SELECT * FROM read_csv(${sqlTextList(paths)}, auto_detect = false,
       header = true, delim = ${sqlText(delimiter)}, quote = '"', escape = '"', columns = {${types}})`,
  );
  const names = columns.map(sqlName);
  const counts = names.flatMap((name, i) =>
    TYPES.map(
      ({ fits }, t) =>
        `count(*) FILTER (${name} IS NOT NULL AND NOT coalesce(${fits(name)}, false)) AS c${i}_${t}`,
    ),
  );
  const filled = names.map((name, i) => `count(${name}) AS n${i}`);
  const [summary] = await database.rows(`SELECT ${[...filled, ...counts].join(', ')} FROM ${text}`);
  const typed = names.map((name, i) => {
    const type = TYPES.find((_, t) => summary[`n${i}`] !== 0 && summary[`c${i}_${t}`] === 0);
    return `${name}::${type?.name ?? 'VARCHAR'} AS ${name}`;
  });
  await database.run(`CREATE TABLE ${relation} AS SELECT ${typed.join(', ')} FROM ${text}`);
  await database.run(`DROP TABLE ${text}`);
}

async function headersOf(database: Database, paths: readonly string[]): Promise<string[]> {
  const headers: string[] = [];
  for (const path of paths) {
    const [first] = await database.rows(
      `SELECT line FROM read_csv(${sqlText(path)}, auto_detect = false, header = false,
         delim = '\u001f', quote = '', escape = '', columns = {'line': 'VARCHAR'}) LIMIT 1`,
    );
    const line = String(first?.line ?? '').replace(/^\uFEFF/, '');
    if (line === '') throw new UserError(`${path} is empty; choose another file`);
    headers.push(line);
  }
  return headers;
}

function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

function splitHeader(header: string, delimiter: string): string[] {
  const names: string[] = [];
  const isQuoted = (part: string): boolean => part.startsWith('"');
  for (const part of header.split(delimiter)) {
    const last = names.at(-1);
    // A delimiter within quotes: the part belongs to the name before it.
    if (last !== undefined && isQuoted(last) && !/^"(?:[^"]|"")*"$/.test(last)) {
      names[names.length - 1] = last + delimiter + part;
    } else names.push(part.trim());
  }
  return names.map((name) => (isQuoted(name) ? name.slice(1, -1).replaceAll('""', '"') : name));
}

function assertDistinct(columns: readonly string[], path: string): void {
  const again = columns.find((name, i) => columns.indexOf(name) < i);
  if (again === undefined) return;
  throw new UserError(`${path}: two columns are called "${again}"; rename one in the first line`);
}
