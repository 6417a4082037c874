// The distinct queries of a file of searches, and which items each of them wants.
import { dirname } from 'node:path';
import { pictureFromText } from '../data/catalog/open-catalog.ts';
import type { CatalogItem, CatalogRows } from '../data/catalog/open-catalog.ts';
import { setting, UserError } from '../util/errors.ts';
import type { AskedFile, AskedRow } from './asked-rows.ts';

/** A query and an item that it wants; ids as texts. */
export interface AskedPair {
  readonly query: string;
  readonly item: string;
  /** Who asked; null: nobody says. */
  readonly user: string | null;
  /** From 1, in the file. */
  readonly row: number;
}

/** A query that is to be encoded. */
export interface AskedQuery {
  readonly id: string;
  readonly text: string | null;
  /** A path or a URL, as it is written; null where bytes in the file are the picture, or there is none. */
  readonly picture: string | null;
  /** Its first row in the file. */
  readonly row: number;
}

/**
 * Pairs of a file whose queries have ids.
 *
 * @throws UserError naming file and row where one is empty
 */
export function pairsByQueryId({ file, columns, rows }: AskedFile): AskedPair[] {
  for (const [what, name] of [
    ['id', 'query_id'],
    ['item', 'item_id'],
  ] as const) {
    if (columns[what] !== undefined) continue;
    throw new UserError(
      `${file.path} has no column ${name}; it has: ${[...file.columns.keys()].join(', ')}; ` +
        `say which it is in a file for ${setting('queryColumns')}: {"${what}": "..."}`,
    );
  }
  return rows.map(({ row, id, item, user }) => {
    const empty = id === null ? columns.id : item === null ? columns.item : undefined;
    if (id !== null && item !== null) return { query: id, item, user, row };
    throw emptyCell(file.path, row, empty ?? '');
  });
}

/**
 * The distinct queries of a file, in the order of their first rows; rows of one id are one query, without ids those of
 * one text and picture.
 *
 * @throws UserError naming file and row where a query is empty, or has another text than before
 */
export function distinctQueries({ file, columns, rows, hasBytes }: AskedFile): {
  readonly queries: readonly AskedQuery[];
  /** None where the file has no column of items. */
  readonly pairs: readonly AskedPair[];
} {
  if (columns.text === undefined && columns.picture === undefined) {
    throw new UserError(
      `${file.path} has neither a column query (a text) nor picture; it has: ` +
        `${[...file.columns.keys()].join(', ')}; say which in a file for ${setting('queryColumns')}: {"text": "..."}`,
    );
  }
  const queries = new Map<string, AskedQuery>();
  const pairs: AskedPair[] = [];
  for (const asked of rows) {
    const { row, text, picture, item, user } = asked;
    const id = queryId(asked, hasBytes);
    if (id === undefined) throw emptyCell(file.path, row, 'query');
    const earlier = queries.get(id);
    if (earlier === undefined) queries.set(id, { id, text, picture, row });
    else if (earlier.text !== text || earlier.picture !== picture) {
      throw new UserError(
        `${file.path}, row ${row}: query ${id} has another text or picture in row ${earlier.row}; ` +
          'give it another id',
      );
    }
    if (columns.item === undefined) continue;
    if (item === null) throw emptyCell(file.path, row, columns.item);
    pairs.push({ query: id, item, user, row });
  }
  return { queries: [...queries.values()], pairs };
}

/** Undefined: there is nothing to encode. Bytes are looked at later: where they are missing, the query is left out by name. */
function queryId({ id, row, text, picture }: AskedRow, hasBytes: boolean): string | undefined {
  if (text === null && picture === null && !hasBytes) return undefined;
  if (id !== null) return id;
  if (hasBytes) return `row ${row}`;
  return [text, picture].filter((part) => part !== null).join(' | ');
}

function emptyCell(path: string, row: number, column: string): UserError {
  return new UserError(`${path}, row ${row}: ${column} is empty; fill it or drop the row`);
}

/** The queries as a catalog, which is encoded as one of items is: a text is a title. */
export function queryCatalog(asked: AskedFile, queries: readonly AskedQuery[]): CatalogRows {
  const toPicture = pictureFromText(dirname(asked.file.path));
  return {
    file: asked.file,
    numItems: queries.length,
    async *batches(first, last, size) {
      for (let start = first - 1; start < Math.min(last, queries.length); start += size) {
        const some = queries.slice(start, Math.min(start + size, last));
        const rows = some.map(({ row }) => row);
        const bytes = await asked.bytesOf(Math.min(...rows), Math.max(...rows));
        yield some.map(({ id, text, picture, row }): CatalogItem => {
          const own = bytes.get(row);
          return {
            ...{ id, row, title: text, type: null, description: null, attributes: [] },
            picture: own === undefined ? toPicture(picture) : { bytes: own },
          };
        });
      }
    },
  };
}
