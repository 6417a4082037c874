import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusPath } from '../../../src/artifacts/corpus.ts';
import { readIds } from '../../../src/artifacts/id-file.ts';
import { readItemCategories } from '../../../src/artifacts/item-categories.ts';
import { readItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { openMind } from '../../../src/data/import/mind.ts';
import type { MindFiles } from '../../../src/data/import/mind.ts';
import { copyTo, importAndRead, readPrior, temporaryFolder, valuesSql } from './support.ts';
import type { ImportedCorpus } from './support.ts';

const folder = temporaryFolder();

function write(name: string, rows: readonly (readonly string[])[]): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, rows.map((row) => `${row.join('\t')}\n`).join(''));
  return path;
}

/** As published: no header, U1's history the same at both impressions, U2 without one. */
write('MINDsmall_train/behaviors.tsv', [
  ['1', 'U1', '11/13/2019 8:55:22 AM', 'N10 N11 N10', 'N1-0 N2-1 N3-0'],
  ['2', 'U2', '11/14/2019 12:00:00 AM', '', 'N2-0 N3-0'],
  ['3', 'U1', '11/14/2019 11:59:59 PM', 'N10 N11 N10', 'N3-1'],
]);
/** A later part: what U1 clicked in the first is in the history. */
write('MINDsmall_dev/behaviors.tsv', [
  ['1', 'U1', '11/15/2019 12:05:00 PM', 'N10 N11 N10 N2 N3', 'N1-1 N9-0'],
  ['2', 'U3', '11/15/2019 12:05:00 PM', 'N2', 'N1-0 N1-1'],
]);
const TRAIN = join(folder, 'MINDsmall_train/behaviors.tsv');
const BOTH = join(folder, 'MINDsmall_*/behaviors.tsv');

const EMBEDDINGS = await copyTo(
  join(folder, 'news.parquet'),
  valuesSql(
    'news_id, embedding',
    ...['N1', 'N2', 'N3', 'N10', 'N11'].map((id, i) => `('${id}', [${i}, 1])`),
  ),
);

function importMind(
  files: Partial<MindFiles>,
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  const all = { behaviors: [BOTH], embeddings: EMBEDDINGS, news: null, entities: null, ...files };
  return importAndRead(folder, (database) => openMind(database, all), options);
}

const utc = (day: number, time: string): number => Date.parse(`2019-11-${day}T${time}Z`);

/** Sorted, since the order within an instant is random. */
const linesOf = ({ impressions }: ImportedCorpus): string[] =>
  impressions
    .map(({ day, user, item, timeMs, label }) => `${timeMs} ${day} ${user} ${item} ${label}`)
    .sort();

describe('behaviors.tsv', () => {
  test('each article shown is an impression with its own label, cut into days', async () => {
    const corpus = await importMind({});
    expect(linesOf(corpus)).toEqual([
      `${utc(13, '08:55:22')} 1 U1 N1 0`,
      `${utc(13, '08:55:22')} 1 U1 N2 1`,
      `${utc(13, '08:55:22')} 1 U1 N3 0`,
      `${utc(14, '00:00:00')} 2 U2 N2 0`,
      `${utc(14, '00:00:00')} 2 U2 N3 0`,
      `${utc(14, '23:59:59')} 2 U1 N3 1`,
      `${utc(15, '12:05:00')} 3 U1 N1 1`,
      `${utc(15, '12:05:00')} 3 U3 N1 0`,
      `${utc(15, '12:05:00')} 3 U3 N1 1`,
    ]);
    expect(corpus.info).toMatchObject({
      source: 'mind',
      impressionsPerDay: [3, 3, 3],
      clicksPerDay: [1, 1, 2],
      negativesRule: "the log's own impressions that were not clicked",
      denseFeatures: ['hour_sin', 'hour_cos', 'weekend'],
    });
    // N9 has no embedding.
    expect(corpus.report.coverage).toMatchObject({ events: 10, with_embedding: 9 });
    expect(Object.keys(corpus.inputs)).toEqual(['behaviors', 'behaviors-2', 'embeddings']);
  });

  test("the history of a user's first impression is from before the log", async () => {
    const corpus = await importMind({});
    const startMs = utc(13, '00:00:00');
    expect(await readPrior(corpus)).toEqual([
      ['U1', 'N10', startMs - 3],
      ['U1', 'N11', startMs - 2],
      ['U1', 'N10', startMs - 1],
      ['U3', 'N2', startMs - 1],
    ]);
    expect(corpus.report.history).toMatchObject({ users: 2, users_with_other_later: 1 });
  });

  test('days may be cut at another midnight', async () => {
    const corpus = await importMind({ behaviors: [TRAIN] }, { timeZone: '-08:00' });
    expect(corpus.info).toMatchObject({
      firstDayStartMs: utc(13, '08:00:00'),
      impressionsPerDay: [5, 1],
    });
  });

  test.each([
    ['2019-11-13 08:55:22', 'N1-1', /row 2: the time is "2019-11-13 08:55:22", but one like 11/],
    [
      '11/13/2019 8:55:22 AM',
      'N1-1 N2',
      /row 2: the impressions hold "N2", but N123-1 \(clicked\)/,
    ],
    ['11/13/2019 8:55:22 AM', '', /row 2: the impressions hold "nothing"/],
  ])('time "%s" and impressions "%s" are answered with the row', async (time, shown, message) => {
    const path = write(`bad-${time.length}-${shown.length}.tsv`, [
      ['1', 'U1', '11/13/2019 8:55:22 AM', '', 'N1-1'],
      ['2', 'U1', time, '', shown],
    ]);
    await expect(importMind({ behaviors: [path] })).rejects.toThrow(message);
  });

  test('a line with fewer values is answered with its line', async () => {
    const path = write('short.tsv', [
      ['1', 'U1', '11/13/2019 8:55:22 AM', '', 'N1-1'],
      ['2', 'U1', '11/13/2019 8:55:22 AM', 'N1-1'],
    ]);
    await expect(importMind({ behaviors: [path] })).rejects.toThrow(/short\.tsv.*line 2/i);
  });
});

describe('embeddings of entities', () => {
  const entity = (...ids: string[]): string =>
    `[${ids.map((id) => `{"Label": "a \\"b\\"", "Type": "P", "WikidataId": "${id}", "Confidence": 1.0}`).join(', ')}]`;
  const news = write('news.tsv', [
    ['N1', 'sports', 'golf', 'A "quoted title', 'x', 'https://a', entity('Q1', 'Q2'), entity('Q1')],
    ['N2', 'news', 'us', 'b', '', 'https://b', '[]', entity('Q3', 'Q9')],
    ['N3', 'news', 'us', 'c', 'y', 'https://c', '[]', '[]'],
    ['N1', 'sports', 'golf', 'the same in the next part', 'x', 'https://a', entity('Q3'), '[]'],
  ]);
  const vectors = [
    ['Q1', '1', '0', '-0.5', ''],
    ['Q2', '0', '1', '1e-2', ''],
    ['Q3', '0.25', '0.5', '4', ''],
    ['Q1', '9', '9', '9', ''],
  ];

  test('are means of those that title and abstract name, each once; without any there is none', async () => {
    const entities = write('entity_embedding.vec', vectors);
    const corpus = await importMind({ embeddings: null, news: [news], entities: [entities] });
    const read = await readItemEmbeddings(corpusPath(corpus.folder, 'embeddings.arrow'));
    expect(read).toEqual({
      itemIds: ['N1', 'N2'],
      embeddings_ND: Float32Array.of(0.5, 0.5, -0.245, 0.25, 0.5, 4),
      width: 3,
    });
    expect(await readIds(corpusPath(corpus.folder, 'items.arrow'), 'item_id')).toEqual([
      'N1',
      'N2',
    ]);
    expect(corpus.info.notes.embeddingsFrom).toMatch(/mean of the published vectors/);
    expect(Object.keys(corpus.inputs)).toEqual(['behaviors', 'behaviors-2', 'news', 'entities']);
  });

  test('with news.tsv articles have categories, of its first line of each; one it lacks has none', async () => {
    const corpus = await importMind({ news: [news] });
    const names = ['category', 'subcategory'];
    expect(corpus.info.categories).toEqual(names);
    const path = corpusPath(corpus.folder, 'items.arrow');
    expect(await readIds(path, 'item_id')).toEqual(['N1', 'N10', 'N11', 'N2', 'N3']);
    expect(await readItemCategories(path, names)).toEqual([
      { name: 'category', value_N: ['sports', '', '', 'news', 'news'] },
      { name: 'subcategory', value_N: ['golf', '', '', 'us', 'us'] },
    ]);
    expect(Object.keys(corpus.inputs)).toContain('news');
  });

  test.each([
    [['Q5', '1', '2', ''], /bad.vec, line 5: the vector of Q5 has 2 floats/],
    [['Q5', '1', 'x', '2', ''], /bad.vec, line 5: the vector of Q5 holds what is no number/],
  ])('a vector %j is answered with its line', async (line, message) => {
    const entities = write('bad.vec', [...vectors, line]);
    await expect(
      importMind({ embeddings: null, news: [news], entities: [entities] }),
    ).rejects.toThrow(message);
  });
});

test('of several lists in the embeddings one must be called so', async () => {
  const two = await copyTo(
    join(folder, 'two.parquet'),
    valuesSql('news_id, title_vector, body_vector', "('N1', [1], [2])"),
  );
  await expect(importMind({ embeddings: two })).rejects.toThrow(
    /has 2 lists \(title_vector, body_vector\); one list of floats beside "news_id" is wanted/,
  );
});
