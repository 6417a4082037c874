// Which columns of a file of searches are what.
import { parseFile, readJson } from '../artifacts/json-file.ts';
import { columnSql } from '../data/import/source-file.ts';
import type { SourceFile } from '../data/import/source-file.ts';
import { exactOptional, objectOf } from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { text } from '../schema/kinds.ts';

/** The names that are taken where no mapping says otherwise; the first that is there. */
const USUAL_NAMES = {
  id: ['query_id'],
  text: ['query', 'text', 'search', 'title', 'name'],
  picture: ['picture', 'image', 'photo', 'jpeg', 'png', 'picture_path', 'image_path'],
  item: ['item_id', 'product_id', 'sku', 'article_id', 'stock_code', 'asin'],
  user: ['user_id', 'user', 'customer_id'],
} as const;

const columnsSchema = objectOf({
  /** One query may stand in several rows, each with an item that it wants. Without it, rows of one text are one query. */
  id: exactOptional(text.schema),
  text: exactOptional(text.schema),
  /** A path (relative to the file's folder), or the picture's bytes. */
  picture: exactOptional(text.schema),
  /** An item that the query wants. */
  item: exactOptional(text.schema),
  /** Who asked: queries of one user may depend on one another, which intervals then count. */
  user: exactOptional(text.schema),
});

/** The columns of a file of searches by what they are: the JSON file of `sid retrieve --query-columns`. */
export type QueryColumns = InferOutput<typeof columnsSchema>;

/**
 * @param mapping JSON file that says which columns are what; null: usual names are looked for
 * @throws UserError naming file and key, or the column that is not there with the nearest that is
 */
export function findQueryColumns(file: SourceFile, mapping: string | null): QueryColumns {
  if (mapping === null) {
    const found = Object.entries(USUAL_NAMES).flatMap(([what, names]) => {
      const column = names.find((name) => file.columns.has(name));
      return column === undefined ? [] : [[what, column] as const];
    });
    return Object.fromEntries(found);
  }
  const columns = parseFile(columnsSchema, readJson(mapping), mapping);
  for (const [what, column] of Object.entries(columns)) {
    columnSql(file, column, `"${what}" in ${mapping}`);
  }
  return columns;
}

/** "query from search, item from sku": what is read as what, for a line of output. */
export function describeQueryColumns(columns: QueryColumns): string {
  return Object.entries(columns)
    .map(([what, column]) => `${what} from ${column}`)
    .join(', ');
}
