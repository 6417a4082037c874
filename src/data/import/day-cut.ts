// Where days begin and end, in a time zone.
import { setting, UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import type { TimeZone } from '../queries/time-zone.ts';
import type { ImportOptions } from './event-source.ts';

/** Where the days of a corpus begin and end. */
export interface DayCut {
  readonly numDays: number;
  /** UTC milliseconds: the begin of each day, then the end of the last. */
  readonly startsMs: readonly number[];
  readonly dayMs: number;
  /** Whether all days are `dayMs` long; not so where the clock changes. */
  readonly isEven: boolean;
  /** The day, counted from 1, as an SQL expression. @param timeMs SQL, a time within the cut */
  daySql(timeMs: string): string;
}

const HOUR_MS = 3_600_000;
const CALENDAR_DAY_MS = 24 * HOUR_MS;
const MAX_DAYS = 10_000;
/** Later times are of another unit. */
const LAST_YEAR_MS = Date.UTC(3000, 0);

/**
 * Cuts time into days on the local clock, from the local midnight at or before the first event.
 *
 * @throws UserError if the days asked for are not there, or there are absurdly many
 */
export async function cutDays(
  database: Database,
  zone: TimeZone,
  range: { readonly firstMs: number; readonly lastMs: number },
  options: Pick<ImportOptions, 'dayHours' | 'days'>,
): Promise<DayCut> {
  const dayMs = options.dayHours * HOUR_MS;
  if (range.lastMs >= LAST_YEAR_MS) {
    throw new UserError(
      `the last event is at ${range.lastMs} ms since 1970, after the year 3000; check the unit of the times`,
    );
  }
  const local = `SELECT ${zone.localMs(`${range.firstMs}::BIGINT`)} AS first, ${zone.localMs(`${range.lastMs}::BIGINT`)} AS last`;
  const [{ first, last }] = await database.rows<{ first: number; last: number }>(local);
  const originMs = Math.floor(first / CALENDAR_DAY_MS) * CALENDAR_DAY_MS;
  const numDays = Math.floor((last - originMs) / dayMs) + 1;
  if (numDays > MAX_DAYS) {
    throw new UserError(
      `the events lie between ${isoDay(range.firstMs)} and ${isoDay(range.lastMs)}, ${numDays} days ` +
        `apart; check the unit of the times, or give a larger ${setting('dayHours')}`,
    );
  }
  const { from, to } = options.days ?? { from: 1, to: numDays };
  if (to > numDays) {
    throw new UserError(
      `${setting('days')} ${from}-${to} is outside the log, which has days 1-${numDays}`,
    );
  }
  const startSql = zone.utcMs(`(${originMs} + i * ${dayMs})`);
  const starts = await database.rows(
    `SELECT ${startSql} AS start FROM range(${from - 1}::BIGINT, ${to + 1}::BIGINT) t(i) ORDER BY i`,
  );
  const startsMs = starts.map((row) => row.start as number);
  return {
    numDays: to - from + 1,
    startsMs,
    dayMs,
    isEven: startsMs.every((start, i) => start === startsMs[0] + i * dayMs),
    daySql: (timeMs) => daySql(timeMs, startsMs, dayMs),
  };
}

/** By division, then one day on or back where clock changes have moved the true begin. */
function daySql(timeMs: string, startsMs: readonly number[], dayMs: number): string {
  const numDays = startsMs.length - 1;
  const guess = `least(greatest((${timeMs} - ${startsMs[0]}) // ${dayMs}, 0), ${numDays - 1})`;
  const starts = `[${startsMs.join(', ')}]::BIGINT[]`;
  return (
    `(${guess} + 1 + (${timeMs} >= (${starts})[${guess} + 2])::INTEGER ` +
    `- (${timeMs} < (${starts})[${guess} + 1])::INTEGER)::INTEGER`
  );
}

function isoDay(timeMs: number): string {
  return Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString().slice(0, 10) : `${timeMs} ms`;
}
