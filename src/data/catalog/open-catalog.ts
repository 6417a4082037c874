// The items of a catalog, batch by batch.
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../../util/errors.ts';
import type { Database, SqlChunk } from '../duckdb.ts';
import { idCasts } from '../import/id-columns.ts';
import { openSourceFile } from '../import/source-file.ts';
import type { SourceFile } from '../import/source-file.ts';
import { assertItemsOnce } from '../queries/assert-items-once.ts';
import { sqlName, sqlText } from '../queries/sql-text.ts';
import { assertCatalogColumns, findCatalogColumns, readCatalogColumns } from './catalog-columns.ts';
import type { CatalogColumns } from './catalog-columns.ts';

/** A picture as its catalog has it. */
export type PictureSource =
  { readonly path: string } | { readonly url: string } | { readonly bytes: Uint8Array };

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

/** Items that a stage can work through. */
export interface CatalogRows {
  /** Where they are from. */
  readonly file: SourceFile;
  readonly numItems: number;
  /**
   * The rows from `firstRow` to `lastRow`, both included, in the order of the file, `size` of them at a time. Memory does not
   * grow with the file.
   */
  batches(firstRow: number, lastRow: number, size: number): AsyncGenerator<CatalogItem[]>;
}

/** A catalog that is open for reading. */
export interface Catalog extends CatalogRows {
  readonly columns: CatalogColumns;
  /** All items as `batches` gives them, but without pictures, which need not be read then. */
  texts(): AsyncGenerator<CatalogItem[]>;
  /** Pictures of some items, in the order of the file; of an item that the catalog lacks none. */
  pictures(ids: readonly (number | string)[]): AsyncGenerator<CatalogPicture>;
}

export interface CatalogPicture {
  readonly id: number | string;
  readonly picture: PictureSource | null;
}

const RELATION = 'catalog_file';

/** "https://..." as well as what is not downloaded, like "file://..." and "data:...". */
const URL_START = /^(?:[a-z][a-z\d+.-]*:\/\/|data:)/i;

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
  const numberedSql = `row_number() OVER () AS row, ${idSql} AS item_id`;
  const numItems = await assertIds(database, file, `(SELECT ${numberedSql} FROM ${RELATION})`);
  const rowsSql = `SELECT ${numberedSql}, ${selection(columns)} FROM ${RELATION}`;
  const readPictures = pictureReader(file, columns);
  return {
    file,
    columns,
    numItems,
    async *batches(firstRow, lastRow, size) {
      let items: CatalogItem[] = [];
      const sql = `SELECT * FROM (${rowsSql}) WHERE row BETWEEN ${firstRow} AND ${lastRow}`;
      for await (const chunk of database.stream(sql)) {
        items.push(...toItems(chunk, columns, readPictures(chunk, 2)));
        for (; items.length >= size; items = items.slice(size)) yield items.slice(0, size);
      }
      if (items.length > 0) yield items;
    },
    async *texts() {
      const without = { ...columns, picture: undefined };
      const sql = `SELECT ${numberedSql}, ${selection(without)} FROM ${RELATION}`;
      for await (const chunk of database.stream(sql)) {
        yield toItems(chunk, columns, Array<null>(chunk.rowCount).fill(null));
      }
    },
    async *pictures(ids) {
      if (columns.picture === undefined || ids.length === 0) return;
      const wanted = ids.map((id) => (typeof id === 'number' ? String(id) : sqlText(id)));
      const sql =
        `SELECT ${idSql} AS item_id, ${sqlName(columns.picture)} AS picture FROM ${RELATION} ` +
        `WHERE ${idSql} IN (${wanted.join(', ')})`;
      for await (const chunk of database.stream(sql)) {
        const [known, pictures] = [chunk.values(0), readPictures(chunk, 1)];
        for (const [i, id] of known.entries()) {
          yield { id: id as number | string, picture: pictures[i] };
        }
      }
    },
  };
}

/** Columns after row and id: picture, type, title, description, attributes. */
function selection({
  picture,
  type,
  title,
  description,
  attributes,
}: Omit<CatalogColumns, 'picture'> & { readonly picture?: string | undefined }): string {
  const orNull = (column: string | undefined): string =>
    column === undefined ? 'NULL' : sqlName(column);
  const texts = [type, title, description, ...attributes].map(
    (column, i) => `${orNull(column)}::VARCHAR AS t${i}`,
  );
  return [`${orNull(picture)} AS picture`, ...texts].join(', ');
}

function toItems(
  chunk: SqlChunk,
  { attributes }: CatalogColumns,
  pictures: readonly (PictureSource | null)[],
): CatalogItem[] {
  const [rows, ids] = [chunk.values(0), chunk.values(1)];
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

/** Gives the pictures of a chunk's column. */
function pictureReader(file: SourceFile, { picture }: CatalogColumns) {
  const hasBytes = picture !== undefined && file.columns.get(picture) === 'BLOB';
  const toSource = pictureFromText(dirname(file.path));
  return (chunk: SqlChunk, column: number): (PictureSource | null)[] =>
    hasBytes ? chunk.bytes(column).map(fromBytes) : chunk.values(column).map(toSource);
}

function textOrNull(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? null : text;
}

function fromBytes(bytes: Uint8Array | null): PictureSource | null {
  return bytes === null || bytes.length === 0 ? null : { bytes };
}

/** Reads a picture's path or URL. @param folder that relative paths are meant from: the catalog's */
export function pictureFromText(folder: string): (value: unknown) => PictureSource | null {
  return (value) => {
    const path = textOrNull(value);
    if (path === null) return null;
    if (URL_START.test(path)) return { url: path };
    return { path: isAbsolute(path) ? path : join(folder, path) };
  };
}

/** @param rows query in parentheses, with columns `item_id` and `row`. @returns how many they are */
async function assertIds(database: Database, { path }: SourceFile, rows: string): Promise<number> {
  const [{ count, empty }] = await database.rows<{ count: number; empty: number | null }>(
    `SELECT count(*) AS count, min(row) FILTER (WHERE item_id IS NULL) AS empty FROM ${rows}`,
  );
  if (count === 0) throw new UserError(`${path} has no rows; choose another file`);
  if (empty !== null) {
    throw new UserError(`${path}, row ${empty}: the id is empty; fill it or drop the row`);
  }
  await assertItemsOnce(database, rows, path, '; keep one row');
  return count;
}
