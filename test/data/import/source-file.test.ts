import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Int32, Utf8 } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/data/duckdb.ts';
import { assertNumeric } from '../../../src/data/import/number-column.ts';
import {
  columnSql,
  embeddingListSql,
  openSourceFile,
} from '../../../src/data/import/source-file.ts';
import type { SourceFile } from '../../../src/data/import/source-file.ts';
import { copyTo, smallDatabase, temporaryFolder, valuesSql, writeArrow } from './support.ts';

const folder = temporaryFolder();
let database: Database;
beforeAll(async () => {
  database = await smallDatabase(folder);
});
afterAll(() => database.close());

let numRelations = 0;
const open = (...patterns: string[]): Promise<SourceFile> =>
  openSourceFile(database, `source_${(numRelations += 1)}`, patterns);

/** A Parquet file of one query. */
async function parquet(select: string): Promise<SourceFile> {
  return open(await copyTo(join(folder, `source-${(numRelations += 1)}.parquet`), select));
}

describe('openSourceFile', () => {
  test('reads Parquet, CSV and Arrow alike', async () => {
    const select = valuesSql('user, word', "(3, 'x')", "(1, 'y')");
    const columns = {
      user: [new Int32(), [3, 1]],
      word: [new Utf8(), ['x', 'y']],
    } as const;
    const paths = [
      await copyTo(join(folder, 'a.parquet'), select),
      await copyTo(join(folder, 'a.csv'), select),
      writeArrow(join(folder, 'a.arrow'), columns),
    ];
    for (const path of paths) {
      const file = await open(path);
      expect([...file.columns.keys()]).toEqual(['user', 'word']);
      expect(await database.rows(`SELECT * FROM ${file.relation}`)).toEqual([
        { user: 3, word: 'x' },
        { user: 1, word: 'y' },
      ]);
    }
  });

  test('takes several files by *, in the order of their names', async () => {
    for (const day of [10, 2, 1]) {
      await copyTo(join(folder, `log-0${day}.parquet`), `SELECT ${day} AS day`);
    }
    const file = await open(join(folder, 'log-*.parquet'));
    expect(await database.rows(`SELECT * FROM ${file.relation}`)).toEqual([
      { day: 1 },
      { day: 10 },
      { day: 2 },
    ]);
    expect(file.path).toBe(`${join(folder, 'log-01.parquet')} and 2 more`);
  });

  test('names what is wrong with a path', async () => {
    mkdirSync(join(folder, 'logs.parquet'));
    await copyTo(join(folder, 'b.csv'), 'SELECT 1 AS a');
    writeFileSync(join(folder, 'notes.docx'), 'x');
    const at = (name: string): string => join(folder, name);
    await expect(open(at('gone.csv'))).rejects.toThrow(`${at('gone.csv')} does not exist`);
    await expect(open(at('gone-*.csv'))).rejects.toThrow(`${at('gone-*.csv')} matches no file`);
    await expect(open(at('logs.parquet'))).rejects.toThrow(`${at('logs.parquet')} is a folder`);
    await expect(open(at('notes.docx'))).rejects.toThrow(/notes\.docx: the ending says neither/);
    await expect(open(at('b.csv'), at('a.parquet'))).rejects.toThrow(/files of one kind/);
  });
});

describe('columns', () => {
  test('a missing one is answered with the nearest name and where it was asked for', async () => {
    const file = await parquet('SELECT 1 AS visitor, 2 AS article');
    expect(columnSql(file, 'visitor')).toBe('"visitor"');
    expect(() => columnSql(file, 'vistor', '"user" in m.json')).toThrow(
      `${file.path} has no column "vistor" ("user" in m.json); did you mean "visitor"? ` +
        `it has: visitor, article`,
    );
  });

  test('a list may stand as text; what is no number in it is empty', async () => {
    const file = await parquet(
      valuesSql('e, n', "('[0.5, -2]', 1)", "('[0.5, abc]', 2)", "('abc', 3)"),
    );
    const rows = await database.rows(
      `SELECT ${embeddingListSql(file, 'e')} AS e FROM ${file.relation}`,
    );
    expect(rows).toEqual([{ e: [0.5, -2] }, { e: [0.5, null] }, { e: null }]);
    expect(() => embeddingListSql(file, 'n')).toThrow(/column "n" is INTEGER, but a list/);
  });

  test('a number column with a word in it is answered with the row', async () => {
    const file = await parquet(
      valuesSql('p, d, n', "('1', DATE '2020-01-01', 1)", "('x', NULL, 2)"),
    );
    await expect(assertNumeric(database, file, 'n')).resolves.toBeUndefined();
    await expect(assertNumeric(database, file, 'p')).rejects.toThrow(
      `${file.path}, row 2: column "p" is "x", but a number is wanted`,
    );
    await expect(assertNumeric(database, file, 'd')).rejects.toThrow(/column "d" is DATE, but/);
  });
});
