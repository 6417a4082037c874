// Zones as SQL.
import { UserError } from '../../util/errors.ts';
import { nearestName } from '../../util/nearest-name.ts';
import type { Database } from '../duckdb.ts';
import { sqlText } from './sql-text.ts';

/** A zone as SQL: turns UTC milliseconds into milliseconds on the local clock, and back. */
export interface TimeZone {
  /** As the user wrote it: "Europe/London", "-03:00". */
  readonly name: string;
  /** Whether the local clock is always the same distance from UTC. */
  readonly isFixed: boolean;
  /** @param utcMs an SQL expression, BIGINT milliseconds since 1970 UTC */
  localMs(utcMs: string): string;
  /**
   * The first instant at which the local clock shows a time; of a time that the clock skips, the instant
   * of the jump.
   *
   * @param localMs an SQL expression, BIGINT milliseconds of the local clock since 1970
   */
  utcMs(localMs: string): string;
}

const HOUR_MS = 3_600_000;

/**
 * An IANA name ("Europe/London") or a fixed offset ("-03:00", "+5:30", "UTC-3", "UTC").
 *
 * @throws UserError with the nearest known name
 */
export async function parseTimeZone(database: Database, name: string): Promise<TimeZone> {
  const offsetMs = parseOffset(name);
  if (offsetMs !== undefined) {
    return {
      name,
      isFixed: true,
      localMs: (utcMs) => `(${utcMs} + (${offsetMs}))`,
      utcMs: (localMs) => `(${localMs} - (${offsetMs}))`,
    };
  }
  const rows = await database.rows('SELECT name FROM pg_timezone_names()');
  const known = rows.map((row) => String(row.name));
  if (!known.includes(name)) {
    const nearest = nearestName(name, known.filter(isUsualName));
    throw new UserError(
      `time zone "${name}" is not known; ${nearest === undefined ? '' : `did you mean "${nearest}"? `}` +
        `give an IANA name like Europe/London or an offset like -03:00`,
    );
  }
  const zone = sqlText(name);
  const localMs = (utcMs: string): string =>
    `epoch_ms(timezone(${zone}, make_timestamptz((${utcMs}) * 1000)))`;
  const anyUtcMs = (local: string): string => `epoch_ms(timezone(${zone}, epoch_ms(${local})))`;
  return {
    name,
    isFixed: false,
    localMs,
    // Where the clock is set back, an hour comes twice and the engine gives the second.
    utcMs: (local) =>
      `CASE WHEN ${localMs(`${anyUtcMs(local)} - ${HOUR_MS}`)} = ${local} ` +
      `THEN ${anyUtcMs(local)} - ${HOUR_MS} ELSE ${anyUtcMs(local)} END`,
  };
}

function parseOffset(name: string): number | undefined {
  if (/^(utc|gmt|z)$/i.test(name)) return 0;
  const match = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
  if (match === null) return undefined;
  const hours = Number(match[2]) + Number(match[3] ?? 0) / 60;
  return (match[1] === '-' ? -1 : 1) * Math.round(hours * HOUR_MS);
}

/** Leaves out the zone tables' legacy duplicates. */
function isUsualName(name: string): boolean {
  return /^(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//.test(name);
}
