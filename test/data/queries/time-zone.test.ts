import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/data/duckdb.ts';
import type { Database } from '../../../src/data/duckdb.ts';
import { timeFeatures } from '../../../src/data/queries/time-features.ts';
import { parseTimeZone } from '../../../src/data/queries/time-zone.ts';
import { Rng } from '../../../src/util/rng.ts';
import { temporaryFolder } from '../import/support.ts';

const folder = temporaryFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ folder: join(folder, 'database'), memoryMb: 128 });
});
afterAll(() => database.close());

async function value(sql: string): Promise<unknown> {
  const [row] = await database.rows(`SELECT ${sql} AS value`);
  return row.value;
}

/** Milliseconds that the local clock shows, by JavaScript's own zone tables. */
function localMsByIntl(utcMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(utcMs);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value);
  const ms = ((utcMs % 1000) + 1000) % 1000;
  const seconds = [part('hour'), part('minute'), part('second')] as const;
  return Date.UTC(part('year'), part('month') - 1, part('day'), ...seconds, ms);
}

describe('parseTimeZone', () => {
  test.each(['Europe/London', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe'])(
    'agrees with JavaScript on the local clock of %s',
    async (name) => {
      const zone = await parseTimeZone(database, name);
      const rng = Rng.fromSeed(4);
      const times = Array.from({ length: 40 }, () => Date.UTC(2010, 0, 1) + rng.int(3e8) * 1000);
      const sql = zone.localMs('t');
      const rows = await database.rows(
        `SELECT ${sql} AS local FROM (SELECT unnest([${times.join(', ')}]::BIGINT[]) AS t)`,
      );
      expect(rows.map((row) => row.local)).toEqual(times.map((t) => localMsByIntl(t, name)));
    },
  );

  test('gives the first of two equal clock times, and the jump for a time that is skipped', async () => {
    const zone = await parseTimeZone(database, 'Europe/London');
    // 2011-10-30 02:00 BST -> 01:00 GMT: 01:30 comes at 00:30 and 01:30 UTC.
    const twice = Date.UTC(2011, 9, 30, 1, 30);
    expect(await value(zone.utcMs(`${twice}::BIGINT`))).toBe(Date.UTC(2011, 9, 30, 0, 30));
    // Midnight of Sao Paulo on 2017-10-15 was skipped: the clock jumped at 03:00 UTC.
    const saoPaulo = await parseTimeZone(database, 'America/Sao_Paulo');
    const skipped = Date.UTC(2017, 9, 15);
    expect(await value(saoPaulo.utcMs(`${skipped}::BIGINT`))).toBe(Date.UTC(2017, 9, 15, 3));
  });

  test.each([
    ['UTC', 0],
    ['-03:00', -180],
    ['+5:30', 330],
    ['UTC-3', -180],
    ['+0545', 345],
  ])('takes the offset %s', async (name, minutes) => {
    const zone = await parseTimeZone(database, name);
    expect(zone.isFixed).toBe(true);
    expect(await value(zone.localMs('0::BIGINT'))).toBe(minutes * 60_000);
    expect(await value(zone.utcMs('0::BIGINT'))).toBe(0 - minutes * 60_000);
  });

  test('names the nearest zone for a misspelled one', async () => {
    await expect(parseTimeZone(database, 'Europe/Lodnon')).rejects.toThrow(
      'time zone "Europe/Lodnon" is not known; did you mean "Europe/London"?',
    );
  });
});

test('time features are of the local clock', async () => {
  const zone = await parseTimeZone(database, '-03:00');
  const features = async (timeMs: number): Promise<unknown[]> =>
    Promise.all(timeFeatures(zone, `${timeMs}::BIGINT`).map(({ sql }) => value(sql)));
  // Monday 2017-10-02 02:00 UTC is Sunday 23:00 there.
  const sunday = await features(Date.UTC(2017, 9, 2, 2));
  expect(sunday[0]).toBeCloseTo(Math.sin((2 * Math.PI * 23) / 24), 10);
  expect(sunday[1]).toBeCloseTo(Math.cos((2 * Math.PI * 23) / 24), 10);
  expect(sunday[2]).toBe(true);
  expect((await features(Date.UTC(2017, 9, 2, 3)))[2]).toBe(false); // Monday 00:00
  expect((await features(Date.UTC(2017, 9, 7, 2)))[2]).toBe(false); // Friday 23:00
  expect((await features(Date.UTC(2017, 9, 7, 3)))[2]).toBe(true); // Saturday 00:00
});
