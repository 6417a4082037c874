// The shipped invoices.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import { sqlText } from '../queries/sql-text.ts';
import { timeFeatures } from '../queries/time-features.ts';
import { parseTimeZone } from '../queries/time-zone.ts';
import type { EventSource } from './event-source.ts';
import type { Anonymous } from './import-settings.ts';
import { assertNumeric } from './number-column.ts';
import { columnSql, embeddingListSql, openSourceFile } from './source-file.ts';

/** The clock of the file's times. */
export const ONLINE_RETAIL_TIME_ZONE = 'Europe/London';

/** Stock codes of charges and corrections, not of things sold. */
const NOT_PRODUCTS = [
  'AMAZONFEE',
  'B',
  'BANK CHARGES',
  'C2',
  'CRUK',
  'D',
  'DOT',
  'M',
  'POST',
  'S',
] as const;

/**
 * Purchases of a UK gift wholesaler (UCI "Online Retail"): each line of an invoice is a click. Canceled
 * lines, lines without a price (corrections of the stock) and charges are not. The price paid and the
 * quantity are no features: they are of the purchase, not known before it.
 */
export async function openOnlineRetail(
  database: Database,
  files: { readonly purchases: string; readonly items: string; readonly anonymous: Anonymous },
): Promise<EventSource> {
  const purchases = await openSourceFile(database, 'retail_purchases', [files.purchases]);
  const items = await openSourceFile(database, 'retail_items', [files.items]);
  const column = (name: string): string => columnSql(purchases, name);
  const zone = await parseTimeZone(database, ONLINE_RETAIL_TIME_ZONE);
  const guest = files.anonymous === 'invoice' ? `'invoice-' || ${column('invoice_no')}` : 'NULL';
  const dateType = purchases.columns.get('invoice_date') ?? '';
  column('invoice_date');
  if (!dateType.startsWith('TIMESTAMP')) {
    throw new UserError(
      `${purchases.path}: column "invoice_date" is ${dateType}, but a timestamp is wanted; convert it`,
    );
  }
  for (const name of ['quantity', 'unit_price']) {
    column(name);
    await assertNumeric(database, purchases, name);
  }
  const timeSql = zone.utcMs(`epoch_ms(${column('invoice_date')}::TIMESTAMP)`);
  const notProducts = NOT_PRODUCTS.map(sqlText).join(', ');
  return {
    name: 'online-retail',
    hasLabels: false,
    eventsPath: purchases.path,
    eventsSql:
      `SELECT coalesce(${column('customer_id')}::VARCHAR, ${guest}) AS user_id, ${column('stock_code')}::VARCHAR AS item_id, ` +
      `${timeSql} AS time_ms, ${column('country')} = 'United Kingdom' AS is_uk, ` +
      `CASE WHEN ${column('quantity')} <= 0 THEN 'canceled or returned' ` +
      `WHEN upper(${column('stock_code')}) IN (${notProducts}) THEN 'a charge, not a product' ` +
      `WHEN ${column('unit_price')} <= 0 THEN 'no price (a correction of the stock)' ` +
      `WHEN ${column('customer_id')} IS NULL AND ${guest} IS NULL THEN 'no customer number' ` +
      `WHEN ${column('stock_code')} IS NULL OR ${column('invoice_date')} IS NULL THEN 'no item or time' ` +
      `END AS drop_reason FROM ${purchases.relation}`,
    embeddingsPath: items.path,
    embeddingsSql:
      `SELECT * FROM (SELECT ${columnSql(items, 'stock_code')}::VARCHAR AS item_id, ` +
      `${embeddingListSql(items, 'embedding')} AS embedding, row_number() OVER () AS row ` +
      `FROM ${items.relation}) WHERE upper(item_id) NOT IN (${notProducts}) OR item_id IS NULL`,
    denseFeatures: (dayZone) => [
      ...timeFeatures(dayZone),
      { name: 'is_uk', sql: 'coalesce(is_uk, false)' },
    ],
    inputs: { purchases: files.purchases, items: files.items },
    notes: {
      origin: 'Online Retail, UCI Machine Learning Repository (D. Chen)',
      license: 'CC BY 4.0',
      anonymous: files.anonymous,
    },
  };
}
