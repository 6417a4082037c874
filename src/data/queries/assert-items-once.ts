// An item that stands in two rows.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';

/**
 * @param rows a table, or a query in parentheses, with columns `item_id` and `row`
 * @param rest of the message, from why that is wrong to what to do
 * @throws UserError naming file, both rows and the item where one stands twice
 */
export async function assertItemsOnce(
  database: Database,
  rows: string,
  path: string,
  rest: string,
): Promise<void> {
  const [twice] = await database.rows<{ item_id: string; first: number; last: number }>(
    `SELECT item_id, min(row) AS first, max(row) AS last FROM ${rows}
     GROUP BY item_id HAVING count(*) > 1 ORDER BY last LIMIT 1`,
  );
  if (twice === undefined) return;
  throw new UserError(
    `${path}, row ${twice.last}: item ${twice.item_id} stands in row ${twice.first} too${rest}`,
  );
}
