import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/data/duckdb.ts';
import { cutDays } from '../../../src/data/import/day-cut.ts';
import type { DayCut } from '../../../src/data/import/day-cut.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { parseTimeZone } from '../../../src/data/queries/time-zone.ts';
import { smallDatabase, temporaryFolder } from './support.ts';

const HOUR_MS = 3_600_000;
const folder = temporaryFolder();
let database: Database;
beforeAll(async () => {
  database = await smallDatabase(folder);
});
afterAll(() => database.close());

async function cut(
  zone: string,
  first: string,
  last: string,
  options: Partial<ImportOptions> = {},
): Promise<DayCut> {
  const range = { firstMs: Date.parse(first), lastMs: Date.parse(last) };
  const timeZone = await parseTimeZone(database, zone);
  return cutDays(database, timeZone, range, { dayHours: 24, ...options });
}

const iso = ({ startsMs }: DayCut): string[] =>
  startsMs.map((start) => new Date(start).toISOString().replace(':00:00.000Z', ''));

/** The day of each time, by the cut's SQL. */
async function daysOf(dayCut: DayCut, times: readonly number[]): Promise<unknown[]> {
  const rows = await database.rows(
    `SELECT ${dayCut.daySql('t')} AS day FROM (SELECT unnest([${times.join(', ')}]::BIGINT[]) AS t)`,
  );
  return rows.map((row) => row.day);
}

describe('cutDays', () => {
  test('begins at the local midnight before the first event', async () => {
    // 02:00 UTC on the 2nd is 23:00 of the 1st in Rio's portal.
    const dayCut = await cut('-03:00', '2017-10-02T02:00Z', '2017-10-03T03:00Z');
    expect(iso(dayCut)).toEqual([
      '2017-10-01T03',
      '2017-10-02T03',
      '2017-10-03T03',
      '2017-10-04T03',
    ]);
    expect(dayCut).toMatchObject({ numDays: 3, isEven: true, dayMs: 24 * HOUR_MS });
  });

  test('takes a range of days', async () => {
    const days = { from: 2, to: 3 };
    const dayCut = await cut('UTC', '2020-01-01T12:00Z', '2020-01-05T12:00Z', { days });
    expect(iso(dayCut)).toEqual(['2020-01-02T00', '2020-01-03T00', '2020-01-04T00']);
    expect(dayCut.numDays).toBe(2);
  });

  test('has a day of 23 and one of 25 hours where the clock changes', async () => {
    const spring = await cut('Europe/London', '2011-03-26T12:00Z', '2011-03-28T12:00Z');
    expect(iso(spring)).toEqual([
      '2011-03-26T00',
      '2011-03-27T00',
      '2011-03-27T23',
      '2011-03-28T23',
    ]);
    expect(spring.isEven).toBe(false);
    const autumn = await cut('Europe/London', '2011-10-29T12:00Z', '2011-10-31T12:00Z');
    expect(iso(autumn)).toEqual([
      '2011-10-28T23',
      '2011-10-29T23',
      '2011-10-31T00',
      '2011-11-01T00',
    ]);
  });

  test('counts weeks as days of the corpus where asked', async () => {
    const dayCut = await cut('UTC', '2020-01-01T05:00Z', '2020-01-15T00:00Z', { dayHours: 168 });
    expect(iso(dayCut)).toEqual([
      '2020-01-01T00',
      '2020-01-08T00',
      '2020-01-15T00',
      '2020-01-22T00',
    ]);
  });

  test.each(['UTC', 'Europe/London', 'America/Sao_Paulo', 'Australia/Lord_Howe'])(
    'daySql agrees with a plain search, at every edge of %s',
    async (zone) => {
      const dayCut = await cut(zone, '2011-03-01T12:00Z', '2011-11-20T12:00Z');
      const { startsMs, numDays } = dayCut;
      const edges = startsMs.flatMap((start) => [start - 1, start, start + 1]);
      const inside = edges.filter((time) => time >= startsMs[0] && time < startsMs[numDays]);
      const plain = inside.map((time) => startsMs.findLastIndex((start) => start <= time) + 1);
      expect(await daysOf(dayCut, inside)).toEqual(plain);
    },
  );

  test('refuses days that are not there, and times of another unit', async () => {
    const twoDays = ['2020-01-01T00:00Z', '2020-01-02T00:00Z'] as const;
    await expect(cut('UTC', ...twoDays, { days: { from: 2, to: 3 } })).rejects.toThrow(
      '‹days› 2-3 is outside the log, which has days 1-2',
    );
    await expect(cut('UTC', '1970-01-20T00:00Z', '2020-01-02T00:00Z')).rejects.toThrow(
      /between 1970-01-20 and 2020-01-02, 182\d\d days apart; check the unit of the times/,
    );
    await expect(cut('UTC', '2020-01-01T00:00Z', '+052671-01-01T00:00:00Z')).rejects.toThrow(
      /after the year 3000; check the unit/,
    );
  });
});
