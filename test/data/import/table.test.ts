import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Field, Float32, Float64, Int32, Int64, List, Uint8, Utf8 } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { corpusPath } from '../../../src/artifacts/corpus.ts';
import { readIds } from '../../../src/artifacts/id-file.ts';
import { readItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { openTable } from '../../../src/data/import/table.ts';
import type { TableMapping } from '../../../src/data/import/table-mapping.ts';
import {
  copyTo,
  importAndRead,
  readPrior,
  temporaryFolder,
  valuesSql,
  writeArrow,
} from './support.ts';
import type { ImportedCorpus } from './support.ts';

const DAY_MS = 86_400_000;
const folder = temporaryFolder();

/** A labeled log: user, item, time (not in order), label, price. Item 40 has no embedding. */
const LOG: readonly (readonly [number, number, number, number, number])[] = [
  [2, 30, DAY_MS + 500, 0, 0.5],
  [1, 10, 1000, 1, 1.5],
  [2, 20, 1000, 0, 2.5],
  [1, 40, 2000, 1, 3.5],
  [1, 30, DAY_MS, 1, -4.5],
];
const EMBEDDINGS = { 10: [1, 0], 20: [0, 1], 30: [0.5, -0.5] } as const;

/** Of a click log. */
const CLICKS: TableMapping = {
  events: [],
  user: 'who',
  item: 'what',
  time: { column: 'moment', unit: 'ms', timeZone: 'UTC' },
  dense: ['price'],
  timeFeatures: false,
  embeddings: { file: '', id: 'id', column: 'vector' },
};

const MAPPING: TableMapping = { ...CLICKS, label: 'clicked' };

/** Both tables in one kind of file; ids as they are, or as text. */
async function writeTables(
  kind: 'parquet' | 'csv' | 'arrow',
  idPrefix = '',
): Promise<Pick<TableMapping, 'events' | 'embeddings'>> {
  const where = join(folder, `${kind}${idPrefix}`);
  mkdirSync(where, { recursive: true });
  const [events, file] = [join(where, `log.${kind}`), join(where, `items.${kind}`)];
  const ids = Object.keys(EMBEDDINGS);
  const idOf = (id: number | string): string => (idPrefix === '' ? `${id}` : `'${idPrefix}${id}'`);
  if (kind === 'arrow') {
    const type = idPrefix === '' ? new Int64() : new Utf8();
    const idsIn = (all: readonly (number | string)[]): unknown[] =>
      all.map((id) => (idPrefix === '' ? BigInt(id) : `${idPrefix}${id}`));
    writeArrow(events, {
      who: [type, idsIn(LOG.map(([user]) => user))],
      what: [type, idsIn(LOG.map(([, item]) => item))],
      moment: [new Float64(), LOG.map(([, , time]) => time)],
      clicked: [new Uint8(), LOG.map(([, , , label]) => label)],
      price: [new Float32(), LOG.map(([, , , , price]) => price)],
      other: [new Int32(), LOG.map(() => 1)],
    });
    writeArrow(file, {
      id: [type, idsIn(ids)],
      vector: [new List(new Field('item', new Float32())), Object.values(EMBEDDINGS)],
    });
  } else {
    const rows = LOG.map(
      ([user, item, time, label, price]) =>
        `(${idOf(user)}, ${idOf(item)}, ${time}, ${label}, ${price}, 1)`,
    );
    await copyTo(events, valuesSql('who, what, moment, clicked, price, other', ...rows));
    const items = Object.entries(EMBEDDINGS).map(([id, list]) => `(${idOf(id)}, [${list.join()}])`);
    await copyTo(file, valuesSql('id, vector', ...items));
  }
  return { events: [events], embeddings: { file, id: 'id', column: 'vector' } };
}

function importTable(
  mapping: TableMapping,
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  return importAndRead(folder, (database) => openTable(database, mapping, 'm.json'), options);
}

/** A one-column query as the log, for what the mapping says of times. */
async function importTimes(
  values: readonly string[],
  time: TableMapping['time'],
): Promise<number[]> {
  const { embeddings } = await writeTables('parquet');
  const log = await copyTo(
    join(folder, `times-${values.join().length}-${time.unit}.parquet`),
    valuesSql('who, what, moment', ...values.map((value) => `(1, 10, ${value})`)),
  );
  const { impressions } = await importTable(
    { ...CLICKS, events: [log], embeddings, time, dense: [] },
    { negatives: { perClick: 0, windowHours: 1 } },
  );
  return impressions.map((impression) => impression.timeMs);
}

describe.each(['parquet', 'csv', 'arrow'] as const)('a labeled log in %s', (kind) => {
  test('becomes days in time order, with the log’s own ids, labels and features', async () => {
    const corpus = await importTable({ ...MAPPING, ...(await writeTables(kind)) });
    // Equal times stand in random order.
    const impressions = [...corpus.impressions].sort(
      (a, b) => a.timeMs - b.timeMs || +a.user - +b.user,
    );
    expect(impressions).toEqual([
      { day: 1, user: 1, item: 10, timeMs: 1000, label: 1, dense: [1.5] },
      { day: 1, user: 2, item: 20, timeMs: 1000, label: 0, dense: [2.5] },
      { day: 2, user: 1, item: 30, timeMs: DAY_MS, label: 1, dense: [-4.5] },
      { day: 2, user: 2, item: 30, timeMs: DAY_MS + 500, label: 0, dense: [0.5] },
    ]);
    expect(corpus.info).toMatchObject({
      numItems: 3,
      numUsers: 2,
      numDays: 2,
      impressionsPerDay: [2, 2],
      clicksPerDay: [1, 1],
      denseFeatures: ['price'],
      embeddingWidth: 2,
      negativesRule: "the log's own impressions that were not clicked",
    });
    expect(corpus.report).toMatchObject({ rows: 5, coverage: { events: 5, with_embedding: 4 } });
    expect(await readItemEmbeddings(corpusPath(corpus.folder, 'embeddings.arrow'))).toEqual({
      itemIds: Float64Array.of(10, 20, 30),
      embeddings_ND: Float32Array.of(1, 0, 0, 1, 0.5, -0.5),
      width: 2,
    });
  });

  test('keeps text ids, and events without an embedding where asked', async () => {
    const corpus = await importTable(
      { ...MAPPING, ...(await writeTables(kind, '0x')) },
      { uncovered: 'keep', catalog: 'seen' },
    );
    expect(await readIds(corpusPath(corpus.folder, 'items.arrow'), 'item_id')).toEqual([
      '0x10',
      '0x20',
      '0x30',
      '0x40',
    ]);
    expect(await readIds(corpusPath(corpus.folder, 'users.arrow'), 'user_id')).toEqual([
      '0x1',
      '0x2',
    ]);
    expect(corpus.impressions.find(({ item }) => item === '0x40')).toMatchObject({ label: 1 });
    const { itemIds } = await readItemEmbeddings(corpusPath(corpus.folder, 'embeddings.arrow'));
    expect(itemIds).toEqual(['0x10', '0x20', '0x30']);
  });
});

describe('openTable', () => {
  test('without a label every row is a click, and negatives are sampled', async () => {
    const mapping = { ...CLICKS, ...(await writeTables('parquet')) };
    const corpus = await importTable(mapping, {
      negatives: { perClick: 2, windowHours: 48 },
    });
    const clicks = corpus.impressions.filter(({ label }) => label === 1);
    expect(clicks.map(({ user, item }) => [user, item])).toEqual([
      [1, 10],
      [2, 20],
      [1, 30],
      [2, 30],
    ]);
    const negatives = corpus.impressions.filter(({ label }) => label === 0);
    // There are three items, so that each click has the other two.
    expect(negatives.map(({ user, item }) => `${user}:${item}`).sort()).toEqual([
      '1:10',
      '1:20',
      '1:20',
      '1:30',
      '2:10',
      '2:10',
      '2:20',
      '2:30',
    ]);
    expect(corpus.report.clicks).toMatchObject({ clicks: 4, duplicates: 0, clicksWithFewer: 0 });
  });

  test.each([
    [
      'text with a separator',
      "'20 30'",
      "''",
      { column: 'before', separator: ' ', newestFirst: false },
    ],
    ['text like JSON, newest first', "'[30, 20]'", "'[]'", { column: 'before', newestFirst: true }],
    ['a list column', '[20, 30]', '[]', { column: 'before', newestFirst: false }],
  ])('takes histories of %s', async (name, one, none, history) => {
    const { embeddings } = await writeTables('parquet');
    const rows = LOG.map(
      ([user, item, time, label, price]) =>
        `(${user}, ${item}, ${time}, ${label}, ${price}, ${user === 1 ? one : none})`,
    );
    const log = await copyTo(
      join(folder, `histories-${name.length}.parquet`),
      valuesSql('who, what, moment, clicked, price, before', ...rows),
    );
    const corpus = await importTable({ ...MAPPING, events: [log], embeddings, history });
    expect(await readPrior(corpus)).toEqual([
      [1, 20, -2],
      [1, 30, -1],
    ]);
    expect(corpus.impressions).toHaveLength(4);
  });

  test('takes the days asked for, and lists the items seen in them', async () => {
    const mapping = { ...MAPPING, ...(await writeTables('parquet')) };
    const corpus = await importTable(mapping, { days: { from: 2, to: 2 }, catalog: 'seen' });
    expect(corpus.info).toMatchObject({ numDays: 1, numItems: 1, firstDayStartMs: DAY_MS });
    expect(corpus.impressions.map(({ day }) => day)).toEqual([1, 1]);
    expect(corpus.report.dropped).toEqual([
      { reason: 'outside the days taken', events: 3, percent: 60 },
    ]);
  });

  test('takes an embedding from one column a float, by name or by how they begin', async () => {
    const { events } = await writeTables('parquet');
    const file = await copyTo(
      join(folder, 'wide.parquet'),
      valuesSql('id, e1, e0, size', '(10, 1, 2, 9)', '(20, 3, 4, 9)', '(30, 5, 6, 9)'),
    );
    const widths = [
      { columns: ['e0', 'e1'] as const, first: [2, 1] },
      { columnPrefix: 'e', first: [1, 2] },
    ];
    for (const { first, ...columns } of widths) {
      const corpus = await importTable({
        ...MAPPING,
        events,
        embeddings: { file, id: 'id', ...columns },
      });
      const read = await readItemEmbeddings(corpusPath(corpus.folder, 'embeddings.arrow'));
      expect([...read.embeddings_ND.subarray(0, 2)]).toEqual(first);
    }
  });

  test.each([
    ['whole seconds', ['1600000000'], 's', 1_600_000_000_000],
    ['decimal seconds', ['1600000000.25::DOUBLE'], 's', 1_600_000_000_250],
    ['microseconds', ['1600000000123456'], 'us', 1_600_000_000_123],
    ['nanoseconds', ['1600000000123456789'], 'ns', 1_600_000_000_123],
    ['text with an offset', ["TIMESTAMPTZ '2020-09-13 14:26:40+02'"], 'ms', 1_600_000_000_000],
    ['a timestamp', ["TIMESTAMP '2020-09-13 12:26:40'"], 'ms', 1_600_000_000_000],
    ['a date', ["DATE '2020-09-13'"], 'ms', Date.UTC(2020, 8, 13)],
    ['text', ["'2020-09-13T12:26:40'"], 'ms', 1_600_000_000_000],
  ] as const)('reads times that are %s', async (_, values, unit, timeMs) => {
    expect(await importTimes(values, { column: 'moment', unit, timeZone: 'UTC' })).toEqual([
      timeMs,
    ]);
  });

  test('reads text by a format, on the clock of a zone with summer time', async () => {
    const values = ["'31.03.2011 12:00'", "'20.03.2011 12:00'"];
    const time = {
      column: 'moment',
      unit: 'ms',
      format: '%d.%m.%Y %H:%M',
      timeZone: 'Europe/London',
    } as const;
    expect(await importTimes(values, time)).toEqual([
      Date.UTC(2011, 2, 20, 12), // winter
      Date.UTC(2011, 2, 31, 11), // summer
    ]);
  });

  test('a time that is none is left out and counted, or refused with its row', async () => {
    const time = { column: 'moment', unit: 'ms', timeZone: 'UTC' } as const;
    expect(await importTimes(["'nan'::DOUBLE", '5.0', 'NULL'], time)).toEqual([5]);
    await expect(importTimes(["'2020-01-01'", "'soon'"], time)).rejects.toThrow(
      /, row 2: column "moment" is "soon", but a time like 2024-05-31 18:30:00 is wanted; mend the row/,
    );
    await expect(importTimes(["'5'", "'soon'"], time)).rejects.toThrow(
      /, row 2: column "moment" is "soon", but a time as a number, as in the other rows, is wanted/,
    );
    await expect(importTimes(['true'], time)).rejects.toThrow(
      /"moment" is BOOLEAN, but a time is wanted/,
    );
  });

  test('names a column that is not there, and where it was asked for', async () => {
    const mapping = { ...MAPPING, ...(await writeTables('parquet')) };
    const missing: readonly (readonly [Partial<TableMapping>, string])[] = [
      [{ user: 'whom' }, 'has no column "whom" ("user" in m.json); did you mean "who"?'],
      [{ dense: ['weight'] }, 'has no column "weight" ("dense" in m.json)'],
      [{ label: 'click' }, 'has no column "click" ("label" in m.json); did you mean "clicked"?'],
      [{ embeddings: { ...mapping.embeddings, column: 'e' } }, '("embeddings.column" in m.json)'],
    ];
    for (const [change, message] of missing) {
      await expect(importTable({ ...mapping, ...change })).rejects.toThrow(message);
    }
  });
});
