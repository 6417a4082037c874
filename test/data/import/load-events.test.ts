import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/data/duckdb.ts';
import type { EventSource, ImportOptions } from '../../../src/data/import/event-source.ts';
import { loadEvents } from '../../../src/data/import/load-events.ts';
import type { LoadedEvents } from '../../../src/data/import/load-events.ts';
import { parseTimeZone } from '../../../src/data/queries/time-zone.ts';
import { UserError } from '../../../src/util/errors.ts';
import { PLAIN_OPTIONS, smallDatabase, temporaryFolder, valuesSql } from './support.ts';

const DAY_MS = 86_400_000;
const folder = temporaryFolder();
let database: Database;
beforeEach(async () => {
  database = await smallDatabase(folder);
  await database.run('CREATE TABLE embeddings AS SELECT unnest([1, 2]) AS item_id');
});
afterEach(() => database.close());

/** User, item, time, reason, price, label of each row, as SQL. */
function sourceOf(hasLabels: boolean, ...rows: string[]): EventSource {
  const columns = 'user_id, item_id, time_ms, drop_reason, price, label, label_text';
  return {
    name: 'test',
    eventsSql: valuesSql(columns, ...rows),
    eventsPath: 'log.csv',
    embeddingsSql: '',
    embeddingsPath: 'items.csv',
    hasLabels,
    denseFeatures: () => [{ name: 'price', sql: 'price / 2' }],
    inputs: {},
    notes: {},
  };
}

/** A good row of a day, counted from 0. */
const row = (item: number, day: number): string =>
  `(7, ${item}, ${day * DAY_MS}, NULL, 3.0, 1, '1')`;

async function load(
  source: EventSource,
  options: Partial<ImportOptions> = {},
): Promise<LoadedEvents> {
  const zone = await parseTimeZone(database, 'UTC');
  return loadEvents(database, source, zone, { ...PLAIN_OPTIONS, ...options });
}

describe('loadEvents', () => {
  test('counts by day what has an embedding, and what is left out and why', async () => {
    const dropped = ["(7, 1, 0, 'no time', 1.0, 1, '1')", "(7, NULL, 5, 'no item', 1.0, 1, '1')"];
    const rows = [row(1, 0), row(2, 0), row(3, 0), row(1, 2), row(9, 2), row(1, 3)];
    const source = sourceOf(false, ...rows, ...dropped);
    const events = await load(source, { days: { from: 1, to: 3 } });
    expect(events).toMatchObject({ numRows: 8, numKept: 3, numItemsSeenWithEmbedding: 2 });
    expect(events.dropped).toEqual([
      { reason: 'no item', events: 1, percent: 12.5 },
      { reason: 'no time', events: 1, percent: 12.5 },
      { reason: 'outside the days taken', events: 1, percent: 12.5 },
    ]);
    expect(events.coverage).toEqual({
      events: 5,
      with_embedding: 3,
      percent: 60,
      uncovered: 'drop',
      by_day: [
        { day: 1, date: '1970-01-01', events: 3, with_embedding: 2, percent: 66.67 },
        { day: 2, date: '1970-01-02', events: 0, with_embedding: 0, percent: 0 },
        { day: 3, date: '1970-01-03', events: 2, with_embedding: 1, percent: 50 },
      ],
    });
    expect(await database.rows('SELECT item_id, day, kept, f0 FROM events ORDER BY ALL')).toEqual([
      { item_id: 1, day: 1, kept: true, f0: 1.5 },
      { item_id: 1, day: 3, kept: true, f0: 1.5 },
      { item_id: 2, day: 1, kept: true, f0: 1.5 },
      { item_id: 3, day: 1, kept: false, f0: 1.5 },
      { item_id: 9, day: 3, kept: false, f0: 1.5 },
    ]);
  });

  test('keeps events without an embedding where asked', async () => {
    const events = await load(sourceOf(false, row(1, 0), row(9, 0)), { uncovered: 'keep' });
    expect(events.numKept).toBe(2);
    expect(events.coverage).toMatchObject({ events: 2, with_embedding: 1, percent: 50 });
  });

  test.each([
    ['a label', true, "(7, 1, 5, NULL, 1.0, NULL, '2')", 'log.csv, row 3: the label is 2, but 0'],
    ['no label', true, '(7, 1, 5, NULL, 1.0, NULL, NULL)', 'log.csv, row 3: the label is empty'],
    [
      'NaN',
      false,
      "(7, 1, 5, NULL, 'nan'::DOUBLE, 1, '1')",
      'row 3: the dense feature "price" is nan',
    ],
    ['a gap', false, "(7, 1, 5, NULL, NULL, 1, '1')", 'row 3: the dense feature "price" is empty'],
  ])('refuses %s with file and row', async (_, hasLabels, bad, message) => {
    // A dropped row counts as a row of the file, but its values do not matter.
    const ignored = "(7, NULL, 5, 'no item', NULL, NULL, '2')";
    const loading = load(sourceOf(hasLabels, row(1, 0), ignored, bad, row(1, 0)));
    await expect(loading).rejects.toThrow(UserError);
    await expect(loading).rejects.toThrow(message);
  });

  test('refuses a log of which nothing is left', async () => {
    const loading = load(sourceOf(false, "(NULL, 1, 5, 'no user', 1.0, 1, '1')"));
    await expect(loading).rejects.toThrow(
      'log.csv holds no usable event (every row is dropped: no user); choose another file',
    );
    await expect(load(sourceOf(false, row(8, 0)))).rejects.toThrow(
      'no event of log.csv is of an item in items.csv (items look like "8" there and "1" here)',
    );
  });
});
