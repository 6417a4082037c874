import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeCatalogColumns } from '../../../src/data/catalog/catalog-columns.ts';
import { openCatalog } from '../../../src/data/catalog/open-catalog.ts';
import type { CatalogItem } from '../../../src/data/catalog/open-catalog.ts';
import { openDatabase } from '../../../src/data/duckdb.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-catalog-'));
let files = 0;

function write(text: string, ending: string): string {
  const path = join(folder, `file-${files++}.${ending}`);
  writeFileSync(path, text);
  return path;
}

/** All rows, read in batches of two. */
async function readAll(path: string, mapping: string | null, firstRow = 1, lastRow = 99) {
  const database = await openDatabase({ folder: join(folder, `db-${files++}`), memoryMb: 128 });
  try {
    const catalog = await openCatalog(database, [path], mapping);
    const batches: CatalogItem[][] = [];
    for await (const batch of catalog.batches(firstRow, lastRow, 2)) batches.push(batch);
    const { columns, numItems } = catalog;
    return { batches, items: batches.flat(), columns, numItems };
  } finally {
    database.close();
  }
}

const CSV = `sku,name,picture,color,category
007,"Red mug",mugs/red.jpg,red,Mugs
008,Blue mug,/pictures/blue.jpg,,Mugs
abc,,,green,
`;

test('columns of usual names are found, ids stay text, paths are from the file', async () => {
  const { items, batches, columns, numItems } = await readAll(write(CSV, 'csv'), null);
  expect(numItems).toBe(3);
  expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
  expect(describeCatalogColumns(columns)).toBe(
    'id from sku, picture from picture, type from category, title from name',
  );
  expect(items[0]).toEqual({
    id: '007',
    row: 1,
    picture: { path: join(folder, 'mugs/red.jpg') },
    type: 'Mugs',
    title: 'Red mug',
    description: null,
    attributes: [],
  });
  expect(items[1].picture).toEqual({ path: '/pictures/blue.jpg' });
  expect(items[2]).toMatchObject({ id: 'abc', row: 3, picture: null, title: null, type: null });
});

test('a mapping says what is what, attributes too; reading may begin at any row', async () => {
  const mapping = write('{"id": "sku", "title": "name", "attributes": ["color"]}', 'json');
  const { items } = await readAll(write(CSV, 'csv'), mapping, 2);
  expect(items.map(({ row, attributes }) => [row, attributes])).toEqual([
    [2, []],
    [3, [['color', 'green']]],
  ]);
});

test('JSON lines, and pictures as bytes in Parquet', async () => {
  const lines = write('{"id": 5, "title": "a"}\n{"id": 6, "description": "b"}\n', 'jsonl');
  const { items } = await readAll(lines, null);
  expect(items.map(({ id, title, description }) => [id, title, description])).toEqual([
    [5, 'a', null],
    [6, null, 'b'],
  ]);
  const parquet = join(folder, 'bytes.parquet');
  const database = await openDatabase({ folder: join(folder, 'make'), memoryMb: 128 });
  await database.run(
    `COPY (SELECT * FROM (VALUES (1, '\\x01\\xFF'::BLOB), (2, NULL)) AS t(item_id, jpeg)) TO '${parquet}'`,
  );
  database.close();
  const bytes = await readAll(parquet, null);
  expect(bytes.items.map(({ picture }) => picture)).toEqual([
    { bytes: Uint8Array.from([1, 255]) },
    null,
  ]);
});

test.each([
  ['name\na\n', null, 'has no column item_id, id, sku'],
  ['id,title\n1,a\n,b\n', null, 'row 2: the id is empty'],
  ['id,title\n1,a\n2,b\n1,c\n', null, 'row 3: item 1 stands in row 1 too'],
  ['id,title\n', null, 'has no rows'],
  ['id,title\n1,a\n', '{"id": "id", "title": "titel"}', 'did you mean "title"?'],
  ['id,title\n1,a\n', '{"id": "id", "tilte": "title"}', 'did you mean "title"?'],
])('what does not fit is said: %j with %j', async (csv, json, text) => {
  const mapping = json === null ? null : write(json, 'json');
  await expect(readAll(write(csv, 'csv'), mapping)).rejects.toThrow(text);
});
