import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/data/duckdb.ts';
import { loadCsvFiles } from '../../../src/data/import/csv-table.ts';
import { UserError } from '../../../src/util/errors.ts';
import { smallDatabase, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
let database: Database;
beforeAll(async () => {
  database = await smallDatabase(folder);
});
afterAll(() => database.close());

let numFiles = 0;

function fileOf(content: string | Buffer, ending = 'csv'): string {
  numFiles += 1;
  const path = join(folder, `file-${numFiles}.${ending}`);
  writeFileSync(path, content);
  return path;
}

/** Loads files as a table and gives its rows and column types. */
async function load(...paths: string[]): Promise<{ rows: unknown[]; types: unknown[] }> {
  numFiles += 1;
  const relation = `table_${numFiles}`;
  await loadCsvFiles(database, relation, paths);
  const described = await database.rows(`DESCRIBE ${relation}`);
  const rows = await database.rows(`SELECT * FROM ${relation}`);
  return { rows, types: described.map((row) => row.column_type) };
}

describe('loadCsvFiles', () => {
  test.each([
    ['whole numbers', ['1', '-20', '0'], 'BIGINT'],
    ['whole numbers with a gap', ['1', '', '3'], 'BIGINT'],
    ['decimals', ['1', '2.5', '1e3'], 'DOUBLE'],
    ['numbers of which one is nan', ['1', 'nan'], 'DOUBLE'],
    ['truth', ['true', 'False'], 'BOOLEAN'],
    ['local times', ['2020-01-01 10:00', '2020-01-02T11:30:15'], 'TIMESTAMP'],
    ['dates', ['2020-01-01', '2020-01-02'], 'TIMESTAMP'],
    ['times with an offset', ['2020-01-01 10:00:00+02:00'], 'TIMESTAMP WITH TIME ZONE'],
    ['ids with leading zeros', ['007', '12'], 'VARCHAR'],
    ['ids beyond 64 bits', ['18446744073709551616', '12'], 'VARCHAR'],
    ['numbers and a word', ['1', 'two'], 'VARCHAR'],
    ['nothing at all', ['', ''], 'VARCHAR'],
  ])('knows the type of %s', async (_, values, type) => {
    const rows = values.map((value) => `x,${value}`);
    const { types } = await load(fileOf(['name,value', ...rows, ''].join('\n')));
    expect(types).toEqual(['VARCHAR', type]);
  });

  test.each([',', ';', '\t', '|'])('takes the delimiter %j from the header', async (d) => {
    const text = `"a${d}""b"""${d}c\r\n"x${d}1"${d}2\r\n`;
    expect((await load(fileOf(text))).rows).toEqual([{ [`a${d}"b"`]: `x${d}1`, c: 2 }]);
  });

  test('does not take a byte order mark for a part of the first name', async () => {
    expect((await load(fileOf('\uFEFFa,b\n1,2\n'))).rows).toEqual([{ a: 1, b: 2 }]);
  });

  test('reads gzip, and several files one after another', async () => {
    const first = fileOf(gzipSync('a,b\n1,x\n'), 'csv.gz');
    const second = fileOf(gzipSync('a,b\n2,y\n'), 'csv.gz');
    expect((await load(first, second)).rows).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ]);
  });

  test.each([
    ['a line that is too long', 'a,b\n1,2\n1,2,3\n', /, line 3: .* the 2 of the header; mend/],
    ['a line that is too short', 'a,b\n1\n', /, line 2: .* the 2 of the header; mend/],
    ['an open quote', 'a,b\n1,2\n1,"2\n3,4\n', /, line 3: it has a quote that is not closed/],
    ['a file of another kind', Buffer.of(0x89, 0x50, 0xff, 0xfe, 0), /csv.* not UTF-8/],
    ['an empty file', '', /is empty; choose another file/],
    ['a column twice', 'a,b,a\n1,2,3\n', /two columns are called "a"; rename/],
  ])('refuses %s', async (_, content, message) => {
    const loading = load(fileOf(content));
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow(/^[^\n]*file-\d+\.csv[^\n]*$/);
  });

  test('refuses a second file with another header', async () => {
    const [first, second] = [fileOf('a,b\n1,2\n'), fileOf('a,c\n1,2\n')];
    await expect(load(first, second)).rejects.toThrow(`${second} has another header than ${first}`);
  });
});
