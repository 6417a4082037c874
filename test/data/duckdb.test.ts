import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/data/duckdb.ts';
import { InterruptedError, UserError } from '../../src/util/errors.ts';
import { temporaryFolder } from './import/support.ts';

const folder = temporaryFolder();
let numOpened = 0;
const freshFolder = (): string => join(folder, `database-${(numOpened += 1)}`);

describe('openDatabase', () => {
  test('gives plain values', async () => {
    const database = await openDatabase({ folder: freshFolder(), memoryMb: 128 });
    const sql =
      `SELECT 9007199254740991::BIGINT AS big, 'x' AS word, true AS yes, NULL AS nothing, ` +
      `[1.5, NULL]::FLOAT[] AS list, DATE '2020-01-02' AS date`;
    expect(await database.rows(sql)).toEqual([
      {
        big: 2 ** 53 - 1,
        word: 'x',
        yes: true,
        nothing: null,
        list: [1.5, null],
        date: '2020-01-02',
      },
    ]);
    database.close();
  });

  test('sorts more than its memory holds, and leaves nothing behind', async () => {
    const where = freshFolder();
    const database = await openDatabase({ folder: where, memoryMb: 64 });
    await database.run(
      'CREATE TABLE t AS SELECT (i * 7919) % 2000003 AS k, hash(i)::VARCHAR AS a FROM range(1500000) r(i)',
    );
    let previous = -1;
    let numRows = 0;
    const keys = new Float64Array(4096);
    for await (const chunk of database.stream('SELECT k::DOUBLE, a FROM t ORDER BY k')) {
      chunk.copyNumbers(0, keys, 0);
      for (let row = 0; row < chunk.rowCount; row++) {
        if (keys[row] < previous) throw new Error('not in order');
        previous = keys[row];
      }
      numRows += chunk.rowCount;
    }
    expect(numRows).toBe(1_500_000);
    database.close();
    expect(existsSync(where)).toBe(false);
  });

  test('stops when asked, within a long statement', async () => {
    let stop = false;
    const database = await openDatabase({
      folder: freshFolder(),
      memoryMb: 128,
      shouldStop: () => stop,
    });
    const running = database.rows('SELECT count(*) FROM range(100000000000) r(i) WHERE i % 7 = 3');
    setTimeout(() => (stop = true), 20);
    await expect(running).rejects.toThrow(InterruptedError);
    database.close();
  });

  test('turns bad files and values into one line', async () => {
    const database = await openDatabase({ folder: freshFolder(), memoryMb: 128 });
    const cut = join(folder, 'cut.parquet');
    writeFileSync(cut, 'PAR1 and no footer');
    const reading = database.rows(`SELECT * FROM read_parquet('${cut}')`);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(/cut\.parquet/);
    const casting = database.rows("SELECT 'abc'::INTEGER");
    await expect(casting).rejects.toThrow(UserError);
    await expect(casting).rejects.toThrow(/^[^\n]*'abc'[^\n]*$/);
    await expect(database.rows('SELECT nonsense')).rejects.not.toThrow(UserError);
    database.close();
  });
});
