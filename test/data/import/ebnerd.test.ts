import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusPath } from '../../../src/artifacts/corpus.ts';
import { readIds } from '../../../src/artifacts/id-file.ts';
import { readItemCategories } from '../../../src/artifacts/item-categories.ts';
import { openEbnerd } from '../../../src/data/import/ebnerd.ts';
import type { EbnerdFiles } from '../../../src/data/import/ebnerd.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { copyTo, importAndRead, readPrior, temporaryFolder } from './support.ts';
import type { ImportedCorpus } from './support.ts';

const folder = temporaryFolder();

/** The columns of the published behaviors.parquet, with their types. */
const BEHAVIORS = [
  ['impression_id', 'UINTEGER'],
  ['article_id', 'DOUBLE'],
  ['impression_time', 'TIMESTAMP'],
  ['read_time', 'FLOAT'],
  ['scroll_percentage', 'FLOAT'],
  ['device_type', 'TINYINT'],
  ['article_ids_inview', 'INTEGER[]'],
  ['article_ids_clicked', 'INTEGER[]'],
  ['user_id', 'UINTEGER'],
  ['is_sso_user', 'BOOLEAN'],
  ['gender', 'DOUBLE'],
  ['postcode', 'DOUBLE'],
  ['age', 'DOUBLE'],
  ['is_subscriber', 'BOOLEAN'],
  ['session_id', 'UINTEGER'],
  ['next_read_time', 'FLOAT'],
  ['next_scroll_percentage', 'FLOAT'],
] as const;
const HISTORY = [
  ['user_id', 'UINTEGER'],
  ['impression_time_fixed', 'TIMESTAMP[]'],
  ['scroll_percentage_fixed', 'FLOAT[]'],
  ['article_id_fixed', 'INTEGER[]'],
  ['read_time_fixed', 'FLOAT[]'],
] as const;

/** Rows as SQL; a column that is not named is NULL. */
function table(
  columns: readonly (readonly [name: string, type: string])[],
  rows: readonly Readonly<Record<string, string>>[],
): string {
  return rows
    .map(
      (row) =>
        `SELECT ${columns.map(([name, type]) => `${row[name] ?? 'NULL'}::${type} AS ${name}`).join(', ')}`,
    )
    .join(' UNION ALL ');
}

const impression = (
  user: number,
  time: string,
  shown: string,
  clicked: string,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> => ({
  user_id: String(user),
  impression_time: `'2023-05-${time}'`,
  article_ids_inview: shown,
  article_ids_clicked: clicked,
  device_type: '2',
  is_sso_user: 'true',
  is_subscriber: 'false',
  ...more,
});

const train = await copyTo(
  join(folder, 'train-behaviors.parquet'),
  table(BEHAVIORS, [
    impression(7, '18 07:00:00', '[101, 102, 103]', '[102]', { article_id: '104' }),
    impression(8, '18 07:00:00', '[101, 101, 102]', '[101]', { device_type: '1' }),
    impression(7, '19 23:59:59.999', '[103]', '[]'),
  ]),
);
const validation = await copyTo(
  join(folder, 'validation-behaviors.parquet'),
  table(BEHAVIORS, [
    impression(7, '20 00:00:00', '[101, 999]', '[101, 104]', { is_sso_user: 'NULL' }),
    impression(9, '20 12:00:00', '[102]', '[102]'),
  ]),
);
const history = await copyTo(
  join(folder, 'train-history.parquet'),
  table(HISTORY, [
    {
      user_id: '7',
      impression_time_fixed: "['2023-04-28 10:00:00', '2023-05-01 10:00:00']",
      article_id_fixed: '[104, 105]',
    },
  ]),
);
/** Of the later part: it holds 7's click of 18 May, which is in the log. */
const laterHistory = await copyTo(
  join(folder, 'validation-history.parquet'),
  table(HISTORY, [
    {
      user_id: '7',
      impression_time_fixed: "['2023-05-01 10:00:00', '2023-05-18 07:00:00']",
      article_id_fixed: '[105, 102]',
    },
    {
      user_id: '9',
      impression_time_fixed: "['2023-05-19 10:00:00']",
      article_id_fixed: '[101]',
    },
  ]),
);
const embeddings = await copyTo(
  join(folder, 'contrastive_vector.parquet'),
  'SELECT (100 + i)::INTEGER AS article_id, [i, 1]::FLOAT[] AS contrastive_vector FROM range(1, 6) r(i)',
);
const articles = await copyTo(
  join(folder, 'articles.parquet'),
  `SELECT (100 + i)::INTEGER AS article_id, TIMESTAMP '2023-05-18 00:00:00' - to_hours(i) AS published_time,
     'title' AS title, CASE WHEN i = 1 THEN 'sport' ELSE 'nyheder' END AS category_str, i = 3 AS premium,
     i * 1000 AS total_pageviews FROM range(1, 6) r(i)`,
);

function importEbnerd(
  files: Partial<EbnerdFiles> = {},
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  const all = {
    behaviors: [train, validation],
    history: [history, laterHistory],
    embeddings,
    articles: null,
    ...files,
  };
  return importAndRead(folder, (database) => openEbnerd(database, all), options);
}

const linesOf = ({ impressions }: ImportedCorpus): string[] =>
  impressions
    .map(({ day, user, item, timeMs, label }) =>
      [new Date(timeMs).toISOString(), day, user, item, label].join(' '),
    )
    .sort();

describe('behaviors.parquet', () => {
  test('each article in view is an impression, clicked or not, once', async () => {
    const corpus = await importEbnerd();
    expect(linesOf(corpus)).toEqual([
      '2023-05-18T07:00:00.000Z 1 7 101 0',
      '2023-05-18T07:00:00.000Z 1 7 102 1',
      '2023-05-18T07:00:00.000Z 1 7 103 0',
      '2023-05-18T07:00:00.000Z 1 8 101 1',
      '2023-05-18T07:00:00.000Z 1 8 102 0',
      '2023-05-19T23:59:59.999Z 2 7 103 0',
      '2023-05-20T00:00:00.000Z 3 7 101 1',
      '2023-05-20T12:00:00.000Z 3 9 102 1',
    ]);
    expect(corpus.info).toMatchObject({ source: 'ebnerd', impressionsPerDay: [5, 1, 2] });
    // 999 has no embedding, 104 was clicked and is not among the shown.
    expect(corpus.report).toMatchObject({
      rows: 10,
      dropped: [{ reason: 'clicked, but not among the shown', events: 1, percent: 10 }],
      coverage: { events: 9, with_embedding: 8 },
    });
  });

  test('what is known before the click is a feature', async () => {
    const corpus = await importEbnerd();
    expect(corpus.info.denseFeatures).toEqual([
      'hour_sin',
      'hour_cos',
      'weekend',
      'device_1',
      'device_2',
      'device_3',
      'is_sso_user',
      'is_subscriber',
      'on_front_page',
    ]);
    const features = (user: number, day: number): unknown =>
      corpus.impressions.find((each) => each.user === user && each.day === day)?.dense.slice(3);
    expect(features(7, 1)).toEqual([0, 1, 0, 1, 0, 0]);
    expect(features(8, 1)).toEqual([1, 0, 0, 1, 0, 1]);
    expect(features(7, 3)).toEqual([0, 1, 0, 0, 0, 1]);
  });

  test('with articles.parquet the age of the article is one', async () => {
    const corpus = await importEbnerd({ articles });
    const name = 'article_age';
    const at = corpus.info.denseFeatures.indexOf(name);
    const ages = corpus.impressions.map(({ item, timeMs, dense }) => {
      const hours = (timeMs - Date.UTC(2023, 4, 18)) / 3_600_000 + (Number(item) - 100);
      return [dense[at], Math.fround(Math.log10(1 + hours))];
    });
    for (const [age, wanted] of ages) expect(age).toBeCloseTo(wanted, 6);
    expect(new Set(ages.map(([age]) => age)).size).toBeGreaterThan(4);
    expect(Object.keys(corpus.inputs)).toContain('articles');
  });

  test('with articles.parquet section, type and paywall are categories, as far as it has them', async () => {
    const corpus = await importEbnerd({ articles });
    const names = ['category_str', 'premium'];
    expect(corpus.info.categories).toEqual(names);
    const path = corpusPath(corpus.folder, 'items.arrow');
    const [section, premium] = await readItemCategories(path, names);
    expect(section.value_N).toEqual(['sport', ...Array<string>(4).fill('nyheder')]);
    expect(premium.value_N).toEqual(['false', 'false', 'true', 'false', 'false']);
  });
});

test('histories have their times; what of them is in the log is not there twice', async () => {
  const corpus = await importEbnerd({}, { catalog: 'seen' });
  expect(await readPrior(corpus)).toEqual([
    [7, 104, Date.UTC(2023, 3, 28, 10)],
    [7, 105, Date.UTC(2023, 4, 1, 10)],
    [9, 101, Date.UTC(2023, 4, 19, 10)],
  ]);
  expect(corpus.report.history).toMatchObject({
    clicks: 3,
    users: 2,
    dropped: [{ reason: 'not before the first impression', clicks: 1 }],
  });
  const items = await readIds(corpusPath(corpus.folder, 'items.arrow'), 'item_id');
  expect([...items]).toEqual([101, 102, 103, 104, 105]);
});

test('the part without clicks is answered with what is missing', async () => {
  const test = await copyTo(
    join(folder, 'test-behaviors.parquet'),
    table(
      BEHAVIORS.filter(([name]) => name !== 'article_ids_clicked'),
      [impression(7, '18 07:00:00', '[101]', '[]')],
    ),
  );
  await expect(importEbnerd({ behaviors: [test] })).rejects.toThrow(
    /has no column "article_ids_clicked"/,
  );
});
