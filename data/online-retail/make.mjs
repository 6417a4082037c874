// Makes purchases.parquet and items.parquet from the full data set. Run by hand, never by the project:
//   node data/online-retail/make.mjs ../shared/data/online-retail
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const source = process.argv[2] ?? '../shared/data/online-retail';
const target = process.argv[3] ?? dirname(fileURLToPath(import.meta.url));
mkdirSync(target, { recursive: true });

const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
const text = (path) => `'${path.replaceAll("'", "''")}'`;
const options = '(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19, ROW_GROUP_SIZE 600000)';

// All lines, in the order of the source; the description is that of items.parquet.
await connection.run(`
  COPY (
    SELECT invoice_no, stock_code, quantity, invoice_date, unit_price, customer_id, country
    FROM read_parquet(${text(join(source, 'purchases.parquet'))})
  ) TO ${text(join(target, 'purchases.parquet'))} ${options}`);

// Three decimals: the floats are at most 0.26, so that an embedding keeps its direction (see README.md).
await connection.run(`
  COPY (
    SELECT stock_code, trim(description) AS description,
      list_transform(embedding, lambda x: round(x, 3)::FLOAT) AS embedding
    FROM read_parquet(${text(join(source, 'items.parquet'))})
  ) TO ${text(join(target, 'items.parquet'))} ${options}`);

const check = await connection.runAndReadAll(`
  SELECT count(*), min(list_cosine_similarity(a.embedding, b.embedding)), max(list_aggregate(
    list_transform(list_zip(a.embedding, b.embedding), lambda p: abs(p[1] - p[2])), 'max'))
  FROM read_parquet(${text(join(source, 'items.parquet'))}) a
  JOIN read_parquet(${text(join(target, 'items.parquet'))}) b USING (stock_code)`);
const [[numItems, cosine, error]] = check.getRows();
console.log(`${numItems} items, least cosine ${cosine}, largest error of a float ${error}`);
for (const name of ['purchases.parquet', 'items.parquet']) {
  console.log(`${name}: ${statSync(join(target, name)).size} bytes`);
}
