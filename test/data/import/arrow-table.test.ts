import { join } from 'node:path';
import {
  Bool,
  DateMillisecond,
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  Int64,
  List,
  Struct,
  TimestampMicrosecond,
  TimestampSecond,
  Uint8,
  Utf8,
} from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/data/duckdb.ts';
import { loadArrowFile } from '../../../src/data/import/arrow-table.ts';
import { smallDatabase, temporaryFolder, writeArrow } from './support.ts';

const folder = temporaryFolder();
let database: Database;
beforeAll(async () => {
  database = await smallDatabase(folder);
});
afterAll(() => database.close());

const floats = new Field('item', new Float32());

describe('loadArrowFile', () => {
  test('brings every type of use into the database, empty values too', async () => {
    const path = writeArrow(join(folder, 'types.arrow'), {
      small: [new Uint8(), [200, null]],
      big: [new Int64(), [2n ** 53n - 1n, -5n]],
      number: [new Float64(), [0.1, null]],
      yes: [new Bool(), [true, false]],
      word: [new Utf8(), ["it's", null]],
      code: [new Dictionary(new Utf8(), new Int32()), ['x', 'x']],
      list: [
        new List(floats),
        [
          [1.5, 2],
          [3, -4],
        ],
      ],
      fixed: [
        new FixedSizeList(2, floats),
        [
          [1, 2],
          [3, 4],
        ],
      ],
    });
    await loadArrowFile(database, 'types', path);
    const rest = { yes: false, word: null, code: 'x', list: [3, -4], fixed: [3, 4] };
    expect(await database.rows('SELECT * FROM types')).toEqual([
      {
        small: 200,
        big: 2 ** 53 - 1,
        number: 0.1,
        yes: true,
        word: "it's",
        code: 'x',
        list: [1.5, 2],
        fixed: [1, 2],
      },
      { small: null, big: -5, number: null, ...rest },
    ]);
  });

  test('reads times of any unit, on a clock of their own or in UTC', async () => {
    const noon = Date.UTC(2020, 0, 2, 12, 0, 0, 250);
    const path = writeArrow(join(folder, 'times.arrow'), {
      micro: [new TimestampMicrosecond(), [noon]],
      second: [new TimestampSecond('UTC'), [Date.UTC(2020, 0, 2, 12)]],
      day: [new DateMillisecond(), [new Date(Date.UTC(2020, 0, 2))]],
    });
    await loadArrowFile(database, 'times', path);
    const [row] = await database.rows(
      `SELECT epoch_ms(micro) AS micro, typeof(micro) AS micro_type, epoch_ms(second) AS second,
         typeof(second) AS second_type, epoch_ms(day) AS day FROM times`,
    );
    expect(row).toEqual({
      micro: noon,
      micro_type: 'TIMESTAMP',
      second: Date.UTC(2020, 0, 2, 12),
      second_type: 'TIMESTAMP WITH TIME ZONE',
      day: Date.UTC(2020, 0, 2),
    });
  });

  test('appends batch by batch, file by file, over the chunk size of the engine', async () => {
    const values = Array.from({ length: 3000 }, (_, i) => i);
    const path = writeArrow(join(folder, 'many.arrow'), { v: [new Int32(), values] }, 3);
    await loadArrowFile(database, 'many', path);
    await loadArrowFile(database, 'many', path);
    const [row] = await database.rows(
      'SELECT count(*) AS n, sum(v) AS sum, count(DISTINCT v) AS d FROM many',
    );
    expect(row).toEqual({ n: 18_000, sum: (6 * 2999 * 3000) / 2, d: 3000 });
  });

  test('refuses whole numbers above 2^53, which would lose their last digits', async () => {
    const path = writeArrow(join(folder, 'large.arrow'), { id: [new Int64(), [2n ** 53n + 1n]] });
    await expect(loadArrowFile(database, 'large', path)).rejects.toThrow(
      /column "id": 9007199254740993 is above 2\^53; write such ids as text/,
    );
  });

  test('refuses a second file of other columns, and a file without any of use', async () => {
    const first = writeArrow(join(folder, 'first.arrow'), { a: [new Int32(), [1]] });
    const second = writeArrow(join(folder, 'second.arrow'), { b: [new Int32(), [1]] });
    await loadArrowFile(database, 'two', first);
    await expect(loadArrowFile(database, 'two', second)).rejects.toThrow(
      `${second} has other columns than the files before it (a BIGINT)`,
    );
    const type = new Struct([new Field('x', new Int32())]);
    const structs = writeArrow(join(folder, 'structs.arrow'), { s: [type, [{ x: 1 }]] });
    await expect(loadArrowFile(database, 'none', structs)).rejects.toThrow(/no column of a known/);
  });
});
