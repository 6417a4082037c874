import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOnlineRetail } from '../../../src/data/import/online-retail.ts';
import type { Anonymous } from '../../../src/data/import/import-settings.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { sharedPath, testOnShared } from '../../support/shared-data.ts';
import {
  copyTo,
  expectNoTell,
  importAndRead,
  smallDatabase,
  temporaryFolder,
  valuesSql,
} from './support.ts';
import type { ImportedCorpus } from './support.ts';

const folder = temporaryFolder();
const NO_NEGATIVES = { perClick: 0, windowHours: 72 } as const;
const SHIPPED = {
  purchases: 'data/online-retail/purchases.parquet',
  items: 'data/online-retail/items.parquet',
};

/** Lines of invoices: two good ones, and one for each reason to leave a line out. */
const LINES = valuesSql(
  'invoice_no, stock_code, quantity, invoice_date, unit_price, customer_id, country',
  "('1', '85123A', 6, TIMESTAMP '2011-03-26 12:00', 2.5, 7, 'United Kingdom')",
  "('2', '85123a', 1, TIMESTAMP '2011-03-28 12:00', 2.5, 8, 'France')",
  "('3', '71053', 1, TIMESTAMP '2011-03-28 12:00', 2.5, NULL, 'United Kingdom')",
  "('C4', '71053', -1, TIMESTAMP '2011-03-28 12:00', 2.5, 7, 'United Kingdom')",
  "('5', 'POST', 1, TIMESTAMP '2011-03-28 12:00', 18.0, 7, 'France')",
  "('6', '71053', 1, TIMESTAMP '2011-03-28 12:00', 0.0, NULL, 'United Kingdom')",
  "('7', '71053', 1, NULL, 2.5, 7, 'United Kingdom')",
);
const ITEMS = valuesSql(
  'stock_code, embedding',
  "('85123A', [1, 0])",
  "('85123a', [1, 0])",
  "('71053', [0, 1])",
  "('POST', [1, 1])",
);

function importRetail(
  files: { purchases: string; items: string; anonymous?: Anonymous },
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  return importAndRead(
    folder,
    (database) => openOnlineRetail(database, { anonymous: 'invoice', ...files }),
    { timeZone: 'Europe/London', negatives: NO_NEGATIVES, ...options },
  );
}

async function writeFiles(lines = LINES): Promise<{ purchases: string; items: string }> {
  return {
    purchases: await copyTo(join(folder, 'purchases.parquet'), lines),
    items: await copyTo(join(folder, 'items.parquet'), ITEMS),
  };
}

describe('openOnlineRetail', () => {
  test('a line is a click at London’s time; the rest is counted by reason', async () => {
    const { impressions, report, info } = await importRetail(await writeFiles());
    expect(impressions.map(({ user, item, timeMs }) => [user, item, timeMs])).toEqual([
      ['7', '85123A', Date.UTC(2011, 2, 26, 12)], // winter
      ['8', '85123a', Date.UTC(2011, 2, 28, 11)], // summer
      ['invoice-3', '71053', Date.UTC(2011, 2, 28, 11)],
    ]);
    expect(impressions.map(({ dense }) => dense[3])).toEqual([1, 0, 1]); // is_uk
    expect(report.dropped).toEqual([
      { reason: 'a charge, not a product', events: 1, percent: 14.29 },
      { reason: 'canceled or returned', events: 1, percent: 14.29 },
      { reason: 'no item or time', events: 1, percent: 14.29 },
      { reason: 'no price (a correction of the stock)', events: 1, percent: 14.29 },
    ]);
    expect(info).toMatchObject({ numItems: 3, numDays: 3 }); // POST is no item
  });

  test('drops lines without a customer number where asked', async () => {
    const { impressions, report } = await importRetail({
      ...(await writeFiles()),
      anonymous: 'drop',
    });
    expect(impressions.map(({ user }) => user)).toEqual(['7', '8']);
    expect(report.dropped).toContainEqual({
      reason: 'no customer number',
      events: 1,
      percent: 14.29,
    });
  });

  test('names a column of another type', async () => {
    const text = await writeFiles(
      `SELECT * REPLACE (invoice_date::VARCHAR AS invoice_date) FROM (${LINES})`,
    );
    await expect(importRetail(text)).rejects.toThrow(
      /purchases\.parquet: column "invoice_date" is VARCHAR, but a timestamp is wanted/,
    );
    const words = await writeFiles(`SELECT * REPLACE ('six' AS quantity) FROM (${LINES})`);
    await expect(importRetail(words)).rejects.toThrow(
      /purchases\.parquet, row 1: column "quantity" is "six", but a number is wanted/,
    );
  });
});

describe('the corpus that is shipped', () => {
  test('weeks 1-3 hold what plain SQL finds in the files', async () => {
    const { info, impressions, report } = await importRetail(SHIPPED, {
      dayHours: 168,
      days: { from: 1, to: 3 },
    });
    const database = await smallDatabase(folder);
    const [plain] = await database.rows(
      `SELECT count(*) AS lines, count(DISTINCT (coalesce(customer_id::VARCHAR, invoice_no), stock_code, invoice_date)) AS clicks,
         count(DISTINCT coalesce(customer_id::VARCHAR, invoice_no)) AS users
       FROM '${SHIPPED.purchases}' JOIN '${SHIPPED.items}' USING (stock_code)
       WHERE quantity > 0 AND unit_price > 0 AND invoice_date < '2010-12-22'
         AND stock_code NOT IN ('AMAZONFEE', 'B', 'BANK CHARGES', 'C2', 'CRUK', 'D', 'DOT', 'M', 'm', 'POST', 'S')`,
    );
    database.close();
    expect(impressions).toHaveLength(plain.clicks as number);
    expect(info.numUsers).toBe(plain.users);
    expect(report.coverage).toMatchObject({ with_embedding: plain.lines, percent: 100 });
    expect(report.clicks?.duplicates).toBe((plain.lines as number) - (plain.clicks as number));
    expect(info).toMatchObject({ numDays: 3, embeddingWidth: 384 });
    expect(report.rows).toBe(541_909);
  });

  test('its sampled negatives do not tell clicks by how an item stood before', async () => {
    const { report } = await importRetail(SHIPPED, {
      dayHours: 168,
      days: { from: 1, to: 21 },
      negatives: { perClick: 4, windowHours: 72 },
    });
    expectNoTell(report.standing_probe, 0.2);
  });

  testOnShared('online-retail', 'is the full data set, embeddings rounded', async () => {
    const database = await smallDatabase(folder);
    const full = (name: string): string => sharedPath('online-retail', `${name}.parquet`);
    const columns =
      'invoice_no, stock_code, quantity, invoice_date, unit_price, customer_id, country';
    const [lines] = await database.rows(
      `SELECT count(*) AS differing FROM
         (SELECT ${columns} FROM '${full('purchases')}' EXCEPT ALL
          SELECT ${columns} FROM '${SHIPPED.purchases}')`,
    );
    expect(lines.differing).toBe(0);
    const [items] = await database.rows(
      `SELECT count(*) AS n, min(list_cosine_similarity(a.embedding, b.embedding)) AS cosine
       FROM '${full('items')}' a JOIN '${SHIPPED.items}' b USING (stock_code)`,
    );
    database.close();
    expect(items.n).toBe(3922);
    expect(items.cosine).toBeGreaterThan(0.9999);
  });
});
