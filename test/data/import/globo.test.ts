import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGlobo } from '../../../src/data/import/globo.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { sharedPath, testOnShared } from '../../support/shared-data.ts';
import {
  copyTo,
  expectNoTell,
  importAndRead,
  smallDatabase,
  temporaryFolder,
  valuesSql,
} from './support.ts';
import type { ImportedCorpus } from './support.ts';

const HOUR_MS = 3_600_000;
const folder = temporaryFolder();
const NO_NEGATIVES = { perClick: 0, windowHours: 3 } as const;

/** 2017-10-02 02:00 UTC: still the 1st on the portal's clock. */
const NIGHT_MS = Date.UTC(2017, 9, 2, 2);
const CLICKS = [
  `(5, 100, ${NIGHT_MS}, 4, 1, 17, 1)`,
  `(6, 200, ${NIGHT_MS + HOUR_MS}, 2, 3, 2, 9)`,
  `(5, 300, ${NIGHT_MS + HOUR_MS}, 4, 4, NULL, 1)`,
  `(5, 100, ${NIGHT_MS + 2 * HOUR_MS}, 4, 5, 20, 1)`,
];
const COLUMNS = 'user_id, item_id, ts_ms, environment, device_group, os, country';
const PUBLISHED =
  'user_id, click_article_id, click_timestamp, click_environment, click_deviceGroup, click_os, click_country';

async function writeFiles(): Promise<{ parquet: string; csv: string; embeddings: string }> {
  const embeddings = valuesSql('item_id, embedding', '(100, [1, 0])', '(200, [0, 1])');
  return {
    parquet: await copyTo(join(folder, 'clicks.parquet'), valuesSql(COLUMNS, ...CLICKS)),
    csv: await copyTo(join(folder, 'clicks_hour_000.csv'), valuesSql(PUBLISHED, ...CLICKS)),
    embeddings: await copyTo(join(folder, 'embeddings.parquet'), embeddings),
  };
}

function importGlobo(
  clicks: string,
  embeddings: string,
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  return importAndRead(
    folder,
    (database) => openGlobo(database, { clicks: [clicks], embeddings }),
    { timeZone: '-03:00', negatives: NO_NEGATIVES, ...options },
  );
}

describe('openGlobo', () => {
  test('cuts days on the portal’s clock and leaves uncovered clicks out', async () => {
    const { parquet, embeddings } = await writeFiles();
    const { info, report, impressions } = await importGlobo(parquet, embeddings);
    expect(info.denseFeatures).toEqual([
      'hour_sin',
      'hour_cos',
      'weekend',
      'environment_4',
      'device_group_1',
      'device_group_3',
      'device_group_4',
      'os_17',
      'os_2',
      'os_20',
      'os_12',
      'country_1',
    ]);
    expect(info.firstDayStartMs).toBe(Date.UTC(2017, 9, 1, 3));
    expect(report.coverage.by_day.map(({ date, percent }) => [date, percent])).toEqual([
      ['2017-10-01', 100],
      ['2017-10-02', 66.67],
    ]);
    const sunday23 = [Math.sin((2 * Math.PI * 23) / 24), Math.cos((2 * Math.PI * 23) / 24), 1];
    expect(impressions.map(({ day, user, item }) => [day, user, item])).toEqual([
      [1, 5, 100],
      [2, 6, 200],
      [2, 5, 100],
    ]);
    expect(impressions[0].dense).toBeAllclose([...sunday23, 1, 1, 0, 0, 1, 0, 0, 0, 1], 1e-6);
    expect(impressions[1].dense.slice(3)).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 0]);
  });

  test('an empty code is none of the codes', async () => {
    const { parquet, embeddings } = await writeFiles();
    const { impressions } = await importGlobo(parquet, embeddings, { uncovered: 'keep' });
    const uncovered = impressions.find(({ item }) => item === 300);
    expect(uncovered?.dense.slice(3)).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 1]);
  });

  test('the published CSV gives the same corpus as our Parquet', async () => {
    const { parquet, csv, embeddings } = await writeFiles();
    const [ours, published] = [
      await importGlobo(parquet, embeddings),
      await importGlobo(csv, embeddings),
    ];
    expect(published.impressions).toEqual(ours.impressions);
    expect(published.info).toEqual(ours.info);
  });

  test('names a column that is missing or of another type', async () => {
    const { embeddings, parquet } = await writeFiles();
    const change = async (name: string, select: string): Promise<string> =>
      copyTo(join(folder, name), `SELECT ${select} FROM '${parquet}'`);
    const missing = await change('missing.parquet', '* EXCLUDE os');
    await expect(importGlobo(missing, embeddings)).rejects.toThrow(
      `${missing} has no column "os"; it has: user_id`,
    );
    const text = await change('text.parquet', `* REPLACE ('x' AS country)`);
    await expect(importGlobo(text, embeddings)).rejects.toThrow(
      `${text}, row 1: column "country" is "x", but a number is wanted`,
    );
    const dated = await change('dated.parquet', '* REPLACE (make_timestamp(ts_ms) AS ts_ms)');
    await expect(importGlobo(dated, embeddings)).rejects.toThrow(
      /column "ts_ms" is TIMESTAMP, but whole milliseconds since 1970 UTC are wanted/,
    );
  });
});

testOnShared('globo', 'local days 1-5 of the real log have the known coverage', async () => {
  const clicks = sharedPath('globo', 'clicks.parquet');
  const embeddings = sharedPath('globo', 'item_embeddings.parquet');
  const { info, report, impressions } = await importGlobo(clicks, embeddings, {
    days: { from: 1, to: 5 },
  });
  const { coverage } = report;
  expect(coverage.by_day.map(({ percent }) => Math.round(percent))).toEqual([100, 86, 50, 32, 19]);
  expect(coverage.with_embedding).toBe(616_112);
  expect(report.rows).toBe(2_987_491);
  expect(info).toMatchObject({ numItems: 4097, numDays: 5, embeddingWidth: 250 });
  expect(impressions).toHaveLength(616_112);

  // The same counts by plain SQL on the two files.
  const database = await smallDatabase(folder);
  const plain = await database.rows(
    `SELECT (ts_ms - 3 * 3600000) // 86400000 AS day, count(*) AS clicks, count(DISTINCT user_id) AS users
     FROM '${clicks}' WHERE item_id IN (SELECT item_id FROM '${embeddings}')
     GROUP BY day ORDER BY day LIMIT 5`,
  );
  database.close();
  expect(info.clicksPerDay).toEqual(plain.map((row) => row.clicks));
  const usersPerDay = plain.map(
    (_, i) => new Set(impressions.filter(({ day }) => day === i + 1).map(({ user }) => user)).size,
  );
  expect(usersPerDay).toEqual(plain.map((row) => row.users));
});

testOnShared('globo', 'its sampled negatives do not tell clicks by how an item stood', async () => {
  const { report } = await importGlobo(
    sharedPath('globo', 'clicks.parquet'),
    sharedPath('globo', 'item_embeddings.parquet'),
    { days: { from: 1, to: 5 }, negatives: { perClick: 1, windowHours: 3 } },
  );
  expectNoTell(report.standing_probe, 0.5);
});
