// Columns of a file of items that are categories.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import type { CategorySource } from './event-source.ts';
import type { IdColumn } from './id-columns.ts';
import { columnSql, openSourceFile } from './source-file.ts';
import type { SourceFile } from './source-file.ts';
import type { TableMapping } from './table-mapping.ts';

/** Types of which a value can stand for many items: no fractions, times or lists. */
const CATEGORICAL = /^(?:VARCHAR|BOOLEAN|ENUM.*|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER)$/;

/** The columns of a mapping's categories, found in their file. */
export interface CategoryColumns {
  /** The column with the item's id. */
  readonly id: IdColumn;
  /** @param itemSql that id, of the type it has in the events */
  source(itemSql: string): CategorySource;
}

/**
 * Finds the columns of a mapping's categories, in the file of embeddings or one of their own; undefined: it has none.
 *
 * @throws UserError naming file and column where one is missing, or of a type that is no category
 */
export async function findCategoryColumns(
  database: Database,
  { categories, embeddings }: TableMapping,
  ofEmbeddings: SourceFile,
  mappingPath: string,
): Promise<CategoryColumns | undefined> {
  if (categories === undefined) return undefined;
  const { columns: names, id = embeddings.id } = categories;
  const file =
    categories.file === undefined
      ? ofEmbeddings
      : await openSourceFile(database, 'table_categories', [categories.file]);
  columnSql(file, id, `"categories.id" in ${mappingPath}`);
  for (const name of names) columnSql(file, name, `"categories" in ${mappingPath}`);
  for (const name of names) {
    const type = file.columns.get(name) ?? '';
    if (CATEGORICAL.test(type)) continue;
    throw new UserError(
      `${file.path}: column "${name}" is ${type}, but a category is a text, a whole number or true and false; ` +
        `make one of it (bands of a price, the first of a list) or leave it out of "categories" in ${mappingPath}`,
    );
  }
  return {
    id: { file, column: id },
    source: (itemSql) => categorySource(file, names, itemSql),
  };
}

/** Columns of a file of items as categories. @param itemSql an item's id, of the type it has in the events */
export function categorySource(
  file: SourceFile,
  names: readonly string[],
  itemSql: string,
): CategorySource {
  const values = names.map((name, i) => `, ${columnSql(file, name)}::VARCHAR AS c${i}`).join('');
  return {
    names,
    path: file.path,
    sql: `SELECT ${itemSql} AS item_id, row_number() OVER () AS row${values} FROM ${file.relation}`,
  };
}
