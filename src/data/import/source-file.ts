// Parquet, CSV, JSON lines or Arrow as something to query.
import { existsSync, statSync } from 'node:fs';
import { UserError } from '../../util/errors.ts';
import { nearestName } from '../../util/nearest-name.ts';
import { withDatabase } from '../duckdb.ts';
import type { Database } from '../duckdb.ts';
import { sqlName, sqlTextList } from '../queries/sql-text.ts';
import { loadArrowFile } from './arrow-table.ts';
import { loadCsvFiles } from './csv-table.ts';
import { assertWholeParquetFile } from './parquet-file.ts';

/** A table file that queries can name. */
export interface SourceFile {
  /** For messages: the path, or the first of several. */
  readonly path: string;
  readonly paths: readonly string[];
  /** Table or view in the database. */
  readonly relation: string;
  /** SQL type by column name. */
  readonly columns: ReadonlyMap<string, string>;
}

type SourceKind = 'parquet' | 'csv' | 'arrow' | 'json-lines';

const READERS: Readonly<Record<string, SourceKind>> = {
  parquet: 'parquet',
  pq: 'parquet',
  csv: 'csv',
  tsv: 'csv',
  txt: 'csv',
  arrow: 'arrow',
  feather: 'arrow',
  ipc: 'arrow',
  jsonl: 'json-lines',
  ndjson: 'json-lines',
};

/**
 * Makes one or several files of one kind readable under the name `relation`: Parquet in place, CSV, JSON
 * lines and Arrow IPC loaded into the database.
 *
 * @param patterns paths; `*` stands for any text in a name
 * @throws UserError if a file is missing, of an unknown kind, cut short, or differs from the others
 */
export async function openSourceFile(
  database: Database,
  relation: string,
  patterns: readonly string[],
): Promise<SourceFile> {
  const paths = await findFiles(database, patterns);
  const kinds = new Set(paths.map(kindOf));
  if (kinds.size > 1) {
    throw new UserError(`${paths.join(', ')}: files of one kind are wanted; convert some of them`);
  }
  const [kind] = kinds;
  if (kind === 'parquet') {
    paths.forEach(assertWholeParquetFile);
    await database.run(
      `CREATE VIEW ${relation} AS SELECT * FROM read_parquet(${sqlTextList(paths)})`,
    );
  } else if (kind === 'csv') {
    await loadCsvFiles(database, relation, paths);
  } else if (kind === 'json-lines') {
    await database.run(
      `CREATE TABLE ${relation} AS SELECT * FROM read_json(${sqlTextList(paths)},
         format = 'newline_delimited', sample_size = -1)`,
    );
  } else {
    for (const path of paths) await loadArrowFile(database, relation, path);
  }
  const described = await database.rows(`DESCRIBE ${relation}`);
  const columns = new Map(
    described.map((row) => [String(row.column_name), String(row.column_type)]),
  );
  return { path: pathsInWords(paths), paths, relation, columns };
}

/** For messages: the path, or the first of several. */
export function pathsInWords(paths: readonly string[]): string {
  return paths.length === 1 ? paths[0] : `${paths[0]} and ${paths.length - 1} more`;
}

/** The files by name, for run.json: `events`, `events-2` ... */
export function inputsOf(name: string, { paths }: SourceFile): Record<string, string> {
  return Object.fromEntries(paths.map((path, i) => [i === 0 ? name : `${name}-${i + 1}`, path]));
}

/**
 * The files that patterns name.
 *
 * @param patterns paths; `*` stands for any text in a name
 * @throws UserError if one names no file
 */
export async function findFiles(
  database: Database,
  patterns: readonly string[],
): Promise<string[]> {
  const paths: string[] = [];
  for (const pattern of patterns) paths.push(...(await expand(database, pattern)));
  return paths;
}

/** `findFiles` of one path; what is no pattern is itself, whether it is there or not. @throws UserError as that does */
export async function filesLike(path: string): Promise<readonly string[]> {
  if (!path.includes('*') || existsSync(path)) return [path];
  return withDatabase({}, (database) => findFiles(database, [path]));
}

async function expand(database: Database, pattern: string): Promise<string[]> {
  if (existsSync(pattern)) {
    if (statSync(pattern).isDirectory()) {
      throw new UserError(`${pattern} is a folder; name files in it, where * stands for any text`);
    }
    return [pattern];
  }
  if (!pattern.includes('*')) throw new UserError(`${pattern} does not exist; check the name`);
  const rows = await database.rows(
    `SELECT file FROM glob(${sqlTextList([pattern])}) ORDER BY file`,
  );
  if (rows.length === 0) throw new UserError(`${pattern} matches no file; check the name`);
  return rows.map((row) => String(row.file));
}

function kindOf(path: string): SourceKind {
  const name = path.toLowerCase().replace(/\.(gz|zst)$/, '');
  const kind = READERS[name.slice(name.lastIndexOf('.') + 1)];
  if (kind !== undefined) return kind;
  throw new UserError(
    `${path}: the ending says neither Parquet, CSV, JSON lines nor Arrow (known: ${Object.keys(READERS).join(', ')}); ` +
      `rename or convert the file`,
  );
}

/**
 * A column as quoted SQL.
 *
 * @param asked where the name comes from, for the message: `"user" in mapping.json`
 * @throws UserError with the nearest name if the file has no such column
 */
export function columnSql(file: SourceFile, column: string, asked?: string): string {
  if (!file.columns.has(column)) {
    const known = [...file.columns.keys()];
    const nearest = nearestName(column, known);
    throw new UserError(
      `${file.path} has no column "${column}"${asked === undefined ? '' : ` (${asked})`}; ` +
        `${nearest === undefined ? '' : `did you mean "${nearest}"? `}it has: ${known.join(', ')}`,
    );
  }
  return sqlName(column);
}

/** SQL that gives a list column of any number type, or of text like `[0.1, 0.2]`, as FLOAT[]. */
export function embeddingListSql(file: SourceFile, column: string, asked?: string): string {
  const name = columnSql(file, column, asked);
  const type = file.columns.get(column) ?? '';
  if (!type.endsWith(']') && type !== 'VARCHAR') {
    throw new UserError(
      `${file.path}: column "${column}" is ${type}, but a list of floats is wanted; ` +
        `for one column a float give "columns"`,
    );
  }
  return `try_cast(${name} AS FLOAT[])`;
}
