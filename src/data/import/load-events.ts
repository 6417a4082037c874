// Events into a checked table.
import { UserError } from '../../util/errors.ts';
import type { Database } from '../duckdb.ts';
import type { FeatureSql } from '../queries/time-features.ts';
import type { TimeZone } from '../queries/time-zone.ts';
import { cutDays } from './day-cut.ts';
import type { DayCut } from './day-cut.ts';
import type { EventSource, ImportOptions } from './event-source.ts';
import { percentOf } from './import-report.ts';
import type { DroppedEvents, ImportReport } from './import-report.ts';

/** The table `events`: user_id, item_id, time_ms, label, day, kept, f0, f1 ... (the dense features). */
export interface LoadedEvents {
  readonly cut: DayCut;
  readonly features: readonly FeatureSql[];
  readonly numRows: number;
  readonly numKept: number;
  readonly numItemsSeenWithEmbedding: number;
  readonly dropped: readonly DroppedEvents[];
  readonly coverage: ImportReport['coverage'];
}

/**
 * Loads the events of the days taken into the table `events`, and counts what is left out.
 *
 * @throws UserError naming file and row where a label or a dense value is not usable, or nothing is left
 */
export async function loadEvents(
  database: Database,
  source: EventSource,
  zone: TimeZone,
  options: ImportOptions,
): Promise<LoadedEvents> {
  const summary = await database.rows(
    `SELECT drop_reason AS reason, count(*) AS events, min(time_ms) AS first, max(time_ms) AS last
     FROM (${source.eventsSql}) GROUP BY ALL ORDER BY reason`,
  );
  const numRows = summary.reduce((sum, row) => sum + (row.events as number), 0);
  const usable = summary.find((row) => row.reason === null);
  const dropped = summary.filter((row) => row.reason !== null);
  if (usable === undefined)
    throw nothingLeft(
      source,
      dropped.map((row) => String(row.reason)),
    );

  const range = { firstMs: usable.first as number, lastMs: usable.last as number };
  const cut = await cutDays(database, zone, range, options);
  const features = source.denseFeatures(zone);
  await createEventTable(database, source, cut, features, options);
  await assertValuesUsable(database, source, features);

  const days = await database.rows(
    `SELECT day, count(*) AS events, count(*) FILTER (covered) AS covered
     FROM events GROUP BY day ORDER BY day`,
  );
  const numEvents = days.reduce((sum, row) => sum + (row.events as number), 0);
  const numCovered = days.reduce((sum, row) => sum + (row.covered as number), 0);
  if (numCovered === 0) throw await noneCovered(database, source);
  const [{ seen }] = await database.rows(
    'SELECT count(DISTINCT item_id) AS seen FROM events WHERE covered',
  );
  const reasons = dropped.map((row) => [String(row.reason), row.events as number] as const);
  const outside = (usable.events as number) - numEvents;
  if (outside > 0) reasons.push(['outside the days taken', outside]);
  return {
    cut,
    features,
    numRows,
    numKept: options.uncovered === 'keep' ? numEvents : numCovered,
    numItemsSeenWithEmbedding: seen as number,
    dropped: reasons.map(([reason, events]) => ({
      reason,
      events,
      percent: percentOf(events, numRows),
    })),
    coverage: {
      events: numEvents,
      with_embedding: numCovered,
      percent: percentOf(numCovered, numEvents),
      uncovered: options.uncovered,
      by_day: await coverageByDay(database, zone, cut, days as never),
    },
  };
}

async function createEventTable(
  database: Database,
  source: EventSource,
  cut: DayCut,
  features: readonly FeatureSql[],
  options: ImportOptions,
): Promise<void> {
  const dense = features.map(({ sql }, f) => `, (${sql})::FLOAT AS f${f}`).join('');
  const kept = options.uncovered === 'keep' ? 'true' : 'e.item_id IS NOT NULL';
  await database.run(
    `CREATE TABLE events AS
     SELECT s.user_id, s.item_id, time_ms, ${source.hasLabels ? 'label' : '1'}::UTINYINT AS label,
       ${cut.daySql('time_ms')} AS day, e.item_id IS NOT NULL AS covered, ${kept} AS kept${dense}
     FROM (${source.eventsSql}) s LEFT JOIN (SELECT item_id FROM embeddings) e USING (item_id)
     WHERE drop_reason IS NULL AND time_ms >= ${cut.startsMs[0]} AND time_ms < ${cut.startsMs[cut.numDays]}`,
  );
}

async function assertValuesUsable(
  database: Database,
  source: EventSource,
  features: readonly FeatureSql[],
): Promise<void> {
  const isBad = (value: string): string => `NOT coalesce(isfinite(${value}), false)`;
  const faults = features.map((_, f) => isBad(`f${f}`));
  if (source.hasLabels) faults.push('label IS NULL');
  if (faults.length === 0) return;
  const [any] = await database.rows(`SELECT 1 FROM events WHERE ${faults.join(' OR ')} LIMIT 1`);
  if (any === undefined) return;

  // Only now is it worth numbering the rows of the file.
  const rows = `(SELECT row_number() OVER () AS row, * FROM (${source.eventsSql}))`;
  if (source.hasLabels) {
    const [fault] = await database.rows<{ row: number; value: string }>(
      `SELECT row, coalesce(label_text, 'empty') AS value FROM ${rows}
       WHERE drop_reason IS NULL AND label IS NULL ORDER BY row LIMIT 1`,
    );
    if (fault !== undefined) {
      throw new UserError(
        `${source.eventsPath}, row ${fault.row}: the label is ${fault.value}, but 0 (not clicked) or ` +
          `1 (clicked) is wanted; mend or drop the row`,
      );
    }
  }
  for (const { name, sql } of features) {
    const [fault] = await database.rows<{ row: number; value: string }>(
      `SELECT row, coalesce((${sql})::FLOAT::VARCHAR, 'empty') AS value FROM ${rows}
       WHERE drop_reason IS NULL AND ${isBad(`(${sql})::FLOAT`)} ORDER BY row LIMIT 1`,
    );
    if (fault !== undefined) {
      throw new UserError(
        `${source.eventsPath}, row ${fault.row}: the dense feature "${name}" is ${fault.value}; ` +
          `fill it with a number or leave the column out`,
      );
    }
  }
}

async function coverageByDay(
  database: Database,
  zone: TimeZone,
  cut: DayCut,
  days: readonly { day: number; events: number; covered: number }[],
): Promise<ImportReport['coverage']['by_day']> {
  const dates = await database.rows(
    `SELECT strftime(epoch_ms(${zone.localMs('start_ms')}), '%Y-%m-%d') AS date
     FROM (SELECT unnest([${cut.startsMs.join(', ')}]::BIGINT[]) AS start_ms)`,
  );
  const byDay = new Map(days.map((row) => [row.day, row]));
  return Array.from({ length: cut.numDays }, (_, i) => {
    const { events, covered } = byDay.get(i + 1) ?? { events: 0, covered: 0 };
    return {
      day: i + 1,
      date: String(dates[i].date),
      events,
      with_embedding: covered,
      percent: percentOf(covered, events),
    };
  });
}

function nothingLeft(source: EventSource, reasons: readonly string[]): UserError {
  const why = reasons.length === 0 ? 'it is empty' : `every row is dropped: ${reasons.join(', ')}`;
  return new UserError(`${source.eventsPath} holds no usable event (${why}); choose another file`);
}

async function noneCovered(database: Database, source: EventSource): Promise<UserError> {
  const [{ event }] = await database.rows<{ event: string }>(
    'SELECT any_value(item_id)::VARCHAR AS event FROM events',
  );
  const [{ item }] = await database.rows<{ item: string }>(
    'SELECT any_value(item_id)::VARCHAR AS item FROM embeddings',
  );
  return new UserError(
    `no event of ${source.eventsPath} is of an item in ${source.embeddingsPath} (items look like ` +
      `"${event}" there and "${item}" here); check that both use the same ids`,
  );
}
