import { join } from 'node:path';
import { Field, Int64, List, Utf8 } from 'apache-arrow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../../src/data/duckdb.ts';
import { idCasts, idListSql } from '../../../src/data/import/id-columns.ts';
import { openSourceFile } from '../../../src/data/import/source-file.ts';
import type { SourceFile } from '../../../src/data/import/source-file.ts';
import { copyTo, smallDatabase, temporaryFolder, valuesSql, writeArrow } from './support.ts';

const folder = temporaryFolder();
let database: Database;
beforeAll(async () => {
  database = await smallDatabase(folder);
});
afterAll(() => database.close());

let numFiles = 0;
async function open(path: string): Promise<SourceFile> {
  numFiles += 1;
  return openSourceFile(database, `f${numFiles}`, [path]);
}

async function parquet(select: string): Promise<SourceFile> {
  return open(await copyTo(join(folder, `${numFiles}.parquet`), select));
}

/** The lists of column "h" as values, given one type with the ids of column "id". */
async function listsOf(file: SourceFile, separator?: string): Promise<unknown[]> {
  const column = 'h';
  const listSql = await idListSql(database, { file, column, separator });
  const casts = await idCasts(database, [
    { file, column: 'id' },
    { file, column, listSql },
  ]);
  const rows = await database.rows(`SELECT ${casts[1]} AS list FROM ${file.relation}`);
  return rows.map(({ list }) => list);
}

test.each([
  ['small whole numbers', '7::SMALLINT', 'BIGINT'],
  ['whole numbers below 2^53', '9007199254740991::BIGINT', 'BIGINT'],
  ['whole numbers above 2^53', '9007199254740992::BIGINT', 'VARCHAR'],
  ['unsigned above 2^53', '18446744073709551615::UBIGINT', 'VARCHAR'],
  ['text that looks like numbers', "'007'", 'VARCHAR'],
  ['floats', '7.5::DOUBLE', 'VARCHAR'],
])('ids that are %s become %s', async (_, value, type) => {
  const file = await parquet(`SELECT ${value} AS id`);
  expect(await idCasts(database, [{ file, column: 'id' }])).toEqual([`"id"::${type}`]);
});

test('ids of two files are numbers only if both are', async () => {
  const numbers = { file: await parquet('SELECT 7 AS a'), column: 'a' };
  const texts = { file: await parquet("SELECT '7' AS b"), column: 'b' };
  const casts = await idCasts(database, [numbers, texts]);
  expect(casts).toEqual(['"a"::VARCHAR', '"b"::VARCHAR']);
});

test.each([
  ['a list of whole numbers', '[7, NULL, 12]', undefined, [7, null, 12]],
  ['text like JSON', "'[7, 12]'", undefined, [7, 12]],
  ['text with a blank between', "' 7 12'", ' ', [7, 12]],
  ['text with a bar between', "'7|12|'", '|', [7, 12]],
  ['one number, read as such from a CSV file', '7', ' ', [7]],
  ['no text', "''", ' ', []],
])('%s is a list of numbers beside ids that are numbers', async (_, value, separator, list) => {
  expect(await listsOf(await parquet(`SELECT 7 AS id, ${value} AS h`), separator)).toEqual([list]);
});

test.each([
  ['a list of texts', "['N1', 'a, b']", undefined, ['N1', 'a, b']],
  ['text like JSON', `'["N1", "a, b"]'`, undefined, ['N1', 'a, b']],
  ['text with a blank between', "'N1 007'", ' ', ['N1', '007']],
])('%s is a list of texts', async (_, value, separator, list) => {
  expect(await listsOf(await parquet(`SELECT 7 AS id, ${value} AS h`), separator)).toEqual([list]);
});

test('one id in a list that is no number makes all ids text; "007" is none', async () => {
  const file = await parquet(valuesSql('id, h', "(7, '7 8')", "(8, '007')"));
  const listSql = await idListSql(database, { file, column: 'h', separator: ' ' });
  const [ids] = await idCasts(database, [
    { file, column: 'id' },
    { file, column: 'h', listSql },
  ]);
  expect(ids).toBe('"id"::VARCHAR');
  expect(await listsOf(file, ' ')).toEqual([['7', '8'], ['007']]);
});

test('lists of an Arrow file, of whole numbers and of text', async () => {
  const lists = [[7n, 12n], [], null];
  const numbers = writeArrow(join(folder, 'numbers.arrow'), {
    id: [new Int64(), [1n, 2n, 3n]],
    h: [new List(new Field('item', new Int64())), lists],
  });
  expect(await listsOf(await open(numbers))).toEqual([[7, 12], [], null]);
  const texts = writeArrow(join(folder, 'texts.arrow'), {
    id: [new Utf8(), ['N1', 'N2']],
    h: [new List(new Field('item', new Utf8())), [['N1', 'N2'], []]],
  });
  expect(await listsOf(await open(texts))).toEqual([['N1', 'N2'], []]);
});

test('text that is no list is answered with its row', async () => {
  const file = await parquet(valuesSql('id, h', "(1, '[1, 2]')", "(2, 'N1 N2')"));
  await expect(idListSql(database, { file, column: 'h' })).rejects.toThrow(
    /row 2: column "h" is "N1 N2", but a list of ids like .* give "separator"/,
  );
  await expect(
    idListSql(database, { file, column: 'hist', asked: '"history" in m.json' }),
  ).rejects.toThrow(/no column "hist" \("history" in m.json\)/);
});
