import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readColumnById } from '../../src/data/catalog/column-by-id.ts';
import { openCatalog } from '../../src/data/catalog/open-catalog.ts';
import { openDatabase } from '../../src/data/duckdb.ts';
import { writeGroceryCatalog } from './grocery-catalog.ts';

test('a photo is a row with the words of its class; the pictures of the shop come last', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-grocery-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'iconic'));
  write('iconic/lime.txt', 'A lime is green.\n');
  write('iconic/royal.txt', 'Sweet, round.');
  // In another order than their numbers.
  write(
    'classes.csv',
    'Class Name (str),Class ID (int),Coarse Class Name (str),Coarse Class ID (int),Iconic Image Path (str),Product Description Path (str)\n' +
      'Royal-Gala,1,Apple,0,/iconic/royal.jpg,/iconic/royal.txt\nLime,0,Lime,4,/iconic/lime.jpg,/iconic/lime.txt\n',
  );
  write('train.txt', 'train/a.jpg, 1, 0\ntrain/b.jpg, 0, 4\n');
  write('val.txt', 'val/c.jpg, 0, 4\n');
  write('test.txt', 'test/d.jpg, 1, 0\n');
  const path = join(folder, 'made', 'grocery.parquet');
  expect(await writeGroceryCatalog(folder, path)).toBe(6);
  const database = await openDatabase({ folder: join(folder, 'db'), memoryMb: 128 });
  const catalog = await openCatalog(database, [path], null);
  const items = [];
  for await (const batch of catalog.batches(1, 99, 99)) items.push(...batch);
  const splits = await readColumnById(database, catalog, 'split', 'the test');
  database.close();
  expect(items[0]).toEqual({
    ...{
      id: 'train/a.jpg',
      row: 1,
      picture: { path: join(folder, 'train/a.jpg') },
      attributes: [],
    },
    ...{ type: 'Apple', title: 'Royal Gala', description: 'Sweet, round.' },
  });
  expect(items.map(({ title }) => title)).toEqual([
    'Royal Gala',
    'Lime',
    'Lime',
    'Royal Gala',
    'Lime',
    'Royal Gala',
  ]);
  expect(items[4]).toMatchObject({
    ...{ id: 'catalog/Lime', picture: { path: join(folder, 'iconic/lime.jpg') } },
    description: 'A lime is green.',
  });
  expect([...splits.values()]).toEqual(['train', 'train', 'val', 'test', 'catalog', 'catalog']);
});
