import { expect, test } from 'vitest';
import { describeImport, importWarnings } from '../../../src/cli/print/describe-import.ts';
import { importAndRead, temporaryFolder, valuesSql } from '../../data/import/support.ts';
import type { ImportedCorpus } from '../../data/import/support.ts';

const folder = temporaryFolder();

/** Two users click items 1 and 2, and have been shown 3; their histories are given. */
function importWith(first: string, second: string): Promise<ImportedCorpus> {
  const log = valuesSql(
    'user_id, item_id, time_ms, label',
    ...[7, 8].flatMap((user) => [
      `(${user}::BIGINT, 1::BIGINT, 10::BIGINT, 1)`,
      `(${user}, 2, 20, 1)`,
      `(${user}, 3, 30, 0)`,
    ]),
  );
  const histories = valuesSql(
    'user_id, time_ms, items, clicked_ms',
    `(7::BIGINT, 10::BIGINT, ${first}::BIGINT[], NULL::BIGINT[])`,
    `(7, 20, ${second}, NULL)`,
    `(8, 10, [99], NULL)`,
  );
  return importAndRead(folder, () =>
    Promise.resolve({
      name: 'test',
      eventsSql: `SELECT *, label::VARCHAR AS label_text, NULL AS drop_reason FROM (${log})`,
      eventsPath: 'log.csv',
      histories: { path: 'log.csv', sql: histories },
      embeddingsSql:
        'SELECT i::BIGINT AS item_id, [i]::FLOAT[] AS embedding, i AS row FROM range(1, 6) r(i)',
      embeddingsPath: 'items.csv',
      hasLabels: true,
      denseFeatures: () => [],
      inputs: {},
      notes: {},
    }),
  );
}

test('says what came of the histories', async () => {
  const corpus = await importWith('[4, 5]', '[4, 5, 1]');
  const lines = describeImport('data/x', corpus, 1).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      '2 clicks from before the log, of 1 user',
      "1 of the histories' clicks left out: of an item without an embedding",
      "1 user with other histories at later impressions: the first counts, the log's own clicks follow",
      "0 % of these users' clicks in the log are of an item in their history",
      "Non-clicks: the log's own impressions that were not clicked.",
    ]),
  );
  expect(importWarnings(corpus)).toEqual([]);
});

test("warns where histories seem to hold the log's own clicks", async () => {
  const corpus = await importWith('[4, 1]', '[4, 1]');
  expect(importWarnings(corpus)).toEqual([
    expect.stringMatching(/^50 % of the log's clicks are of an item in the user's history: see/),
  ]);
});
