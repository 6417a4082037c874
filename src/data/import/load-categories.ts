// Categories of items into a checked table.
import type { ItemCategory } from '../../artifacts/item-categories.ts';
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { assertItemsOnce } from '../queries/assert-items-once.ts';
import type { CategorySource } from './event-source.ts';
import type { CategoryReport } from './import-report.ts';

/**
 * Loads a source's categories into the table `categories` (item_id, row, c0, c1 ...).
 *
 * @throws UserError naming file, row and item where an item has categories already
 */
export async function loadCategories(
  database: Database,
  { sql, path }: CategorySource,
): Promise<void> {
  await database.run(`CREATE TABLE categories AS SELECT * FROM (${sql}) WHERE item_id IS NOT NULL`);
  const rest = ', and an item has one value of a category; keep one row';
  await assertItemsOnce(database, 'categories', path, rest);
}

/**
 * The categories of the corpus's items in the order of the table `items`; what is empty or unknown is the empty text.
 *
 * @throws UserError if no item has a value of one: then ids do not fit, or the column is empty
 */
export async function collectCategories(
  database: Database,
  { names, path }: CategorySource,
): Promise<ItemCategory[]> {
  const categories = names.map((name) => ({ name, value_N: [] as string[] }));
  const columns = names.map((_, i) => `coalesce(c${i}, '')`).join(', ');
  const rows = database.stream(
    `SELECT ${columns} FROM items LEFT JOIN categories USING (item_id) ORDER BY item_index`,
  );
  for await (const chunk of rows) {
    categories.forEach(({ value_N }, i) => {
      for (const value of chunk.values(i)) value_N.push(String(value));
    });
  }
  for (const { name, value_N } of categories) {
    if (value_N.some((value) => value !== '')) continue;
    throw new UserError(
      `${path}: no item of the corpus has a value in column "${name}"; check that its ids are those of the log, ` +
        `or leave the column out of "categories"`,
    );
  }
  return categories;
}

export function reportCategories(categories: readonly ItemCategory[]): CategoryReport[] {
  return categories.map(({ name, value_N }) => {
    const values = new Set(value_N);
    values.delete('');
    const items_without = value_N.filter((value) => value === '').length;
    return { name, values: values.size, items_without };
  });
}
