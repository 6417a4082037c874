// Which columns of a catalog are what.
import { USUAL_IDS } from '../../artifacts/embedding-columns.ts';
import { parseFile, readJson } from '../../artifacts/json-file.ts';
import { array, exactOptional, objectOf } from '../../schema/json.ts';
import type { InferOutput } from '../../schema/json.ts';
import { text } from '../../schema/kinds.ts';
import { setting, UserError } from '../../util/errors.ts';
import { columnSql } from '../import/source-file.ts';
import type { SourceFile } from '../import/source-file.ts';

/** What a column may be, and the names that are taken for it where no mapping says otherwise. */
const USUAL_NAMES = {
  id: USUAL_IDS,
  picture: ['picture', 'image', 'jpeg', 'png', 'picture_path', 'image_path', 'image_url'],
  type: ['product_type', 'type', 'category'],
  title: ['title', 'name', 'product_name'],
  description: ['description', 'text'],
} as const;

const columnsSchema = objectOf({
  id: text.schema,
  /** A path (relative to the catalog's folder), a URL, or the picture's bytes. */
  picture: exactOptional(text.schema),
  type: exactOptional(text.schema),
  title: exactOptional(text.schema),
  description: exactOptional(text.schema),
  /** Further columns that a text may tell of: color, brand, age. */
  attributes: exactOptional(array(text.schema, 'a list of texts'), []),
});

/** The columns of a catalog by what they are: the JSON file of `sid embed --columns`. */
export type CatalogColumns = InferOutput<typeof columnsSchema>;

/** @throws UserError naming file and key */
export function readCatalogColumns(path: string): CatalogColumns {
  return parseFile(columnsSchema, readJson(path), path);
}

/**
 * The columns of usual names.
 *
 * @throws UserError if none is called like an id
 */
export function findCatalogColumns({ path, columns }: SourceFile): CatalogColumns {
  const found = Object.entries(USUAL_NAMES).flatMap(([what, names]) => {
    const column = names.find((name) => columns.has(name));
    return column === undefined ? [] : [[what, column] as const];
  });
  const { id, ...others } = Object.fromEntries(found) as Partial<CatalogColumns>;
  if (id === undefined) {
    throw new UserError(
      `${path} has no column ${USUAL_NAMES.id.join(', ')} for the items' ids; it has: ` +
        `${[...columns.keys()].join(', ')}; say which in a file for ${setting('columns')}: {"id": "..."}`,
    );
  }
  return { id, ...others, attributes: [] };
}

/** @throws UserError with the nearest name where the file lacks a column */
export function assertCatalogColumns(
  file: SourceFile,
  { attributes, ...columns }: CatalogColumns,
  asked: string,
): void {
  for (const [what, column] of Object.entries(columns)) {
    columnSql(file, column, `"${what}" in ${asked}`);
  }
  for (const column of attributes) columnSql(file, column, `"attributes" in ${asked}`);
}

/** "id item_id, title title": what is read as what, for a line of output. */
export function describeCatalogColumns({ attributes, ...columns }: CatalogColumns): string {
  const named = Object.entries(columns).map(([what, column]) => `${what} from ${column}`);
  return [...named, ...attributes.map((column) => `attribute ${column}`)].join(', ');
}
