// The items of a catalog, batch by batch.
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../../util/errors.ts';
import type { Database, SqlChunk } from '../duckdb.ts';
import { idCasts } from '../import/id-columns.ts';
import { openSourceFile } from '../import/source-file.ts';
import type { SourceFile } from '../import/source-file.ts';
import { sqlName } from '../queries/sql-text.ts';
import { assertCatalogColumns, findCatalogColumns, readCatalogColumns } from './catalog-columns.ts';
import type { CatalogColumns } from './catalog-columns.ts';

/** A picture as its catalog has it. */
export type PictureSource = { readonly path: string } | { readonly bytes: Uint8Array };

/** One item; null: the catalog does not say. */
export interface CatalogItem {
  readonly id: number | string;
  /** From 1, in the order of the file. */
  readonly row: number;
  readonly picture: PictureSource | null;
  readonly type: string | null;
  readonly title: string | null;
  readonly description: string | null;
  /** Further columns and their values, where not empty. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** A catalog that is open for reading. */
export interface Catalog {
  readonly file: SourceFile;
  readonly columns: CatalogColumns;
  readonly numItems: number;
  /** The rows from `firstRow` on, in the order of the file, `size` of them at a time. Memory does not grow with the file. */
  batches(firstRow: number, size: number): AsyncGenerator<CatalogItem[]>;
}

const RELATION = 'catalog_file';

/**
 * Opens a table of items.
 *
 * @param mapping JSON file that says which columns are what; null: usual names are looked for
 * @throws UserError naming file and row where an id is empty or stands twice
 */
export async function openCatalog(
  database: Database,
  paths: readonly string[],
  mapping: string | null,
): Promise<Catalog> {
  const file = await openSourceFile(database, RELATION, paths);
  const columns = mapping === null ? findCatalogColumns(file) : readCatalogColumns(mapping);
  assertCatalogColumns(file, columns, mapping ?? file.path);
  const [idSql] = await idCasts(database, [{ file, column: columns.id }]);
  const rowsSql = `SELECT row_number() OVER () AS row, ${idSql} AS id, ${selection(columns)} FROM ${RELATION}`;
  await assertIds(
    database,
    file,
    `SELECT row_number() OVER () AS row, ${idSql} AS id FROM ${RELATION}`,
  );
  const [{ count }] = await database.rows<{ count: number }>(
    `SELECT count(*) AS count FROM ${RELATION}`,
  );
  if (count === 0) throw new UserError(`${file.path} has no rows; choose another file`);
  return {
    file,
    columns,
    numItems: count,
    async *batches(firstRow, size) {
      let items: CatalogItem[] = [];
      const sql = `SELECT * FROM (${rowsSql}) WHERE row >= ${firstRow}`;
      for await (const chunk of database.stream(sql)) {
        items.push(...toItems(chunk, columns, isBlob(file, columns), dirname(file.path)));
        for (; items.length >= size; items = items.slice(size)) yield items.slice(0, size);
      }
      if (items.length > 0) yield items;
    },
  };
}

/** Columns after row and id: picture, type, title, description, attributes. */
function selection({ picture, type, title, description, attributes }: CatalogColumns): string {
  const orNull = (column: string | undefined): string =>
    column === undefined ? 'NULL' : sqlName(column);
  const texts = [type, title, description, ...attributes].map(
    (column, i) => `${orNull(column)}::VARCHAR AS t${i}`,
  );
  return [`${orNull(picture)} AS picture`, ...texts].join(', ');
}

function isBlob(file: SourceFile, { picture }: CatalogColumns): boolean {
  return picture !== undefined && file.columns.get(picture) === 'BLOB';
}

function toItems(
  chunk: SqlChunk,
  { attributes }: CatalogColumns,
  hasBytes: boolean,
  folder: string,
): CatalogItem[] {
  const [rows, ids] = [chunk.values(0), chunk.values(1)];
  const pictures = hasBytes ? chunk.bytes(2).map(fromBytes) : chunk.values(2).map(fromPath(folder));
  const texts = Array.from({ length: 3 + attributes.length }, (_, i) =>
    chunk.values(3 + i).map(textOrNull),
  );
  return rows.map((row, i) => {
    const [type, title, description, ...values] = texts.map((column) => column[i]);
    const known = attributes.map((name, a) => [name, values[a]] as const);
    return {
      id: ids[i] as number | string,
      row: Number(row),
      picture: pictures[i],
      type,
      title,
      description,
      attributes: known.filter((each): each is readonly [string, string] => each[1] !== null),
    };
  });
}

function textOrNull(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

function fromBytes(bytes: Uint8Array | null): PictureSource | null {
  return bytes === null || bytes.length === 0 ? null : { bytes };
}

/** @param folder that relative paths are meant from: the catalog's */
function fromPath(folder: string): (value: unknown) => PictureSource | null {
  return (value) => {
    const path = textOrNull(value);
    if (path === null) return null;
    return { path: isAbsolute(path) ? path : join(folder, path) };
  };
}

async function assertIds(database: Database, { path }: SourceFile, idsSql: string): Promise<void> {
  const [empty] = await database.rows<{ row: number }>(
    `SELECT min(row) AS row FROM (${idsSql}) WHERE id IS NULL HAVING count(*) > 0`,
  );
  if (empty !== undefined) {
    throw new UserError(`${path}, row ${empty.row}: the id is empty; fill it or drop the row`);
  }
  const [twice] = await database.rows<{ id: string; first: number; last: number }>(
    `SELECT id::VARCHAR AS id, min(row) AS first, max(row) AS last FROM (${idsSql})
     GROUP BY id HAVING count(*) > 1 ORDER BY last LIMIT 1`,
  );
  if (twice === undefined) return;
  throw new UserError(
    `${path}, row ${twice.last}: item ${twice.id} stands in row ${twice.first} too; keep one row`,
  );
}
