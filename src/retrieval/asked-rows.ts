// A file of searches, row by row: what was asked, by whom, and which item is wanted.
import type { Database } from '../data/duckdb.ts';
import { openSourceFile } from '../data/import/source-file.ts';
import type { SourceFile } from '../data/import/source-file.ts';
import { sqlName } from '../data/queries/sql-text.ts';
import { UserError } from '../util/errors.ts';
import { findQueryColumns } from './query-columns.ts';
import type { QueryColumns } from './query-columns.ts';

/** One row; ids are texts, as they are written. Null: the file does not say. */
export interface AskedRow {
  /** From 1. */
  readonly row: number;
  readonly id: string | null;
  readonly text: string | null;
  /** A path or a URL. */
  readonly picture: string | null;
  readonly item: string | null;
  readonly user: string | null;
}

/** A file of searches, open for reading. */
export interface AskedFile {
  readonly file: SourceFile;
  readonly columns: QueryColumns;
  readonly rows: readonly AskedRow[];
  /** Whether pictures are bytes in the file, and not paths. */
  readonly hasBytes: boolean;
  /** The bytes in the column of pictures, of rows from `first` to `last`, where there are any. */
  bytesOf(first: number, last: number): Promise<ReadonlyMap<number, Uint8Array>>;
}

/**
 * Reads a file of searches, or of pairs of query and item. All but the bytes of pictures is held in memory.
 *
 * @param relation name of the table in the database
 * @param mapping see `findQueryColumns`
 * @throws UserError if the file is missing, has no rows, or lacks a column
 */
export async function readAskedRows(
  database: Database,
  relation: string,
  path: string,
  mapping: string | null,
): Promise<AskedFile> {
  const file = await openSourceFile(database, relation, [path]);
  const columns = findQueryColumns(file, mapping);
  const { picture } = columns;
  const hasBytes = picture !== undefined && file.columns.get(picture) === 'BLOB';
  const textSql = (column: string | undefined): string =>
    column === undefined ? 'NULL' : `trim(${sqlName(column)}::VARCHAR)`;
  const wanted = [columns.id, columns.text, hasBytes ? undefined : picture];
  const selected = [...wanted, columns.item, columns.user].map(textSql).join(', ');
  const numberedSql = `SELECT row_number() OVER () AS row, * FROM ${relation}`;
  const rows: AskedRow[] = [];
  for await (const chunk of database.stream(`SELECT row, ${selected} FROM (${numberedSql})`)) {
    const cells = Array.from({ length: 6 }, (_, column) => chunk.values(column));
    for (let i = 0; i < chunk.rowCount; i++) {
      const [row, id, text, name, item, user] = cells.map((column) => column[i] ?? '');
      rows.push({
        row: Number(row),
        id: orNull(id),
        text: orNull(text),
        picture: orNull(name),
        item: orNull(item),
        user: orNull(user),
      });
    }
  }
  if (rows.length === 0) throw new UserError(`${path} has no rows; choose another file`);
  return {
    ...{ file, columns, rows, hasBytes },
    async bytesOf(first, last) {
      const found = new Map<number, Uint8Array>();
      if (!hasBytes) return found;
      const sql = `SELECT row, ${sqlName(picture)} FROM (${numberedSql}) WHERE row BETWEEN ${first} AND ${last}`;
      for await (const chunk of database.stream(sql)) {
        const [numbers, pictures] = [chunk.values(0), chunk.bytes(1)];
        pictures.forEach((bytes, i) => {
          if (bytes !== null && bytes.length > 0) found.set(Number(numbers[i]), bytes);
        });
      }
      return found;
    },
  };
}

function orNull(value: unknown): string | null {
  const text = String(value);
  return text === '' ? null : text;
}
