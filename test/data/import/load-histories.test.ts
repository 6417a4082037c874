import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { corpusPath } from '../../../src/artifacts/corpus.ts';
import { readIds } from '../../../src/artifacts/id-file.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { importAndRead, readPrior, temporaryFolder, valuesSql } from './support.ts';
import type { ImportedCorpus } from './support.ts';

const DAY_MS = 86_400_000;
const folder = temporaryFolder();

/** A labeled log of 3 days that begins at START; items 1 to 5 have embeddings. */
const START_MS = 10 * DAY_MS;
const at = (day: number, ms: number): number => START_MS + (day - 1) * DAY_MS + ms;
const LOG = [
  [7, 1, at(1, 5000), 1],
  [7, 2, at(1, 5000), 0],
  [7, 3, at(3, 100), 1],
  [8, 1, at(2, 100), 0],
  [8, 2, at(3, 200), 1],
  [9, 77, at(2, 300), 1],
];

interface History {
  readonly user: number;
  readonly timeMs?: number;
  readonly items: string;
  readonly clickedMs?: readonly (number | 'NULL')[];
}

function importHistories(
  histories: readonly History[],
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  const rows = histories.map(
    ({ user, timeMs, items, clickedMs }) =>
      `(${user}::BIGINT, ${timeMs ?? 'NULL'}::BIGINT, ${items}::BIGINT[], ` +
      `${clickedMs === undefined ? 'NULL' : `[${clickedMs.join()}]`}::BIGINT[])`,
  );
  return importAndRead(
    folder,
    () =>
      Promise.resolve({
        name: 'test',
        eventsSql:
          `SELECT user_id::BIGINT AS user_id, item_id::BIGINT AS item_id, time_ms::BIGINT AS time_ms, label, ` +
          `label::VARCHAR AS label_text, NULL AS drop_reason ` +
          `FROM (${valuesSql('user_id, item_id, time_ms, label', ...LOG.map((row) => `(${row.join()})`))})`,
        eventsPath: 'log.csv',
        histories: {
          path: 'histories.csv',
          sql: valuesSql('user_id, time_ms, items, clicked_ms', ...rows),
        },
        embeddingsSql:
          'SELECT i::BIGINT AS item_id, [i, 1]::FLOAT[] AS embedding, i AS row FROM range(1, 6) r(i)',
        embeddingsPath: 'items.csv',
        hasLabels: true,
        denseFeatures: () => [],
        inputs: {},
        notes: {},
      }),
    options,
  );
}

describe('histories of impressions', () => {
  test("the first impression's counts, in its order, repeats too, in the last milliseconds before day 1", async () => {
    const corpus = await importHistories([
      { user: 8, timeMs: at(2, 100), items: '[5]' },
      { user: 7, timeMs: at(3, 100), items: '[4, 5, 4, 1, 3]' },
      { user: 7, timeMs: at(1, 5000), items: '[4, 5, 4]' },
      { user: 7, timeMs: at(1, 5000), items: '[4, 5, 4]' },
      { user: 8, timeMs: at(3, 200), items: '[5]' },
    ]);
    expect(await readPrior(corpus)).toEqual([
      [7, 4, START_MS - 3],
      [7, 5, START_MS - 2],
      [7, 4, START_MS - 1],
      [8, 5, START_MS - 1],
    ]);
    expect(corpus.info.numPriorClicks).toBe(4);
    expect(corpus.report.history).toEqual({
      clicks: 4,
      users: 2,
      without_embedding: 0,
      dropped: [],
      users_with_other_later: 1,
      clicked_again_percent: 0,
    });
  });

  test('of the days taken: what the log holds before them is in the history of the first there', async () => {
    const corpus = await importHistories(
      [
        { user: 7, timeMs: at(1, 5000), items: '[4]' },
        { user: 7, timeMs: at(3, 100), items: '[4, 1]' },
      ],
      { days: { from: 2, to: 3 } },
    );
    expect(await readPrior(corpus)).toEqual([
      [7, 4, at(2, 0) - 2],
      [7, 1, at(2, 0) - 1],
    ]);
    expect(corpus.report.history?.users_with_other_later).toBe(0);
  });

  test('who comes without a history has none, whatever stands later', async () => {
    const corpus = await importHistories([
      { user: 8, timeMs: at(2, 100), items: '[]' },
      { user: 8, timeMs: at(3, 200), items: '[1]' },
      { user: 9, timeMs: at(2, 300), items: '[1]' },
    ]);
    expect(corpus.info.numPriorClicks).toBeUndefined();
    expect(existsSync(corpusPath(corpus.folder, 'prior-clicks.arrow'))).toBe(false);
    // User 9 has no impression of an item with an embedding, so is no user.
    expect(corpus.report.history).toMatchObject({ clicks: 0, users: 0, users_with_other_later: 1 });
  });

  test('items of histories alone are items; those without an embedding are dropped or kept, and counted', async () => {
    const history = [{ user: 7, timeMs: at(1, 5000), items: '[99, 4, NULL, 98]' }];
    const dropped = await importHistories(history, { catalog: 'seen' });
    expect([...(await readIds(corpusPath(dropped.folder, 'items.arrow'), 'item_id'))]).toEqual([
      1, 2, 3, 4,
    ]);
    expect(await readPrior(dropped)).toEqual([[7, 4, START_MS - 1]]);
    expect(dropped.report.history).toMatchObject({
      clicks: 1,
      without_embedding: 2,
      dropped: [
        { reason: 'no item', clicks: 1 },
        { reason: 'of an item without an embedding', clicks: 2 },
      ],
    });
    const kept = await importHistories(history, { catalog: 'seen', uncovered: 'keep' });
    expect([...(await readIds(corpusPath(kept.folder, 'items.arrow'), 'item_id'))]).toEqual([
      1, 2, 3, 4, 77, 98, 99,
    ]);
    expect((await readPrior(kept)).map(([, item]) => item)).toEqual([99, 4, 98]);
    expect(kept.report.history).toMatchObject({ clicks: 3, without_embedding: 2 });
  });

  test("a history with the log's own clicks is seen", async () => {
    const corpus = await importHistories([{ user: 7, timeMs: at(1, 5000), items: '[1, 4]' }]);
    // User 7 clicks 1 and 3 in the log.
    expect(corpus.report.history?.clicked_again_percent).toBe(50);
  });
});

describe('histories with times, in a file of their own', () => {
  test('all of a user count, each click once, none from the first impression on', async () => {
    const corpus = await importHistories([
      { user: 7, items: '[4, 5]', clickedMs: [at(-5, 10), at(1, 4999)] },
      // As of a later period: the user's clicks in the log are in it.
      { user: 7, items: '[5, 1, 3]', clickedMs: [at(1, 4999), at(1, 5000), at(3, 100)] },
      { user: 8, items: '[2, 4, 2]', clickedMs: [at(0, 20), at(-1, 0), 'NULL'] },
      { user: 1000, items: '[2]', clickedMs: [at(0, 20)] },
    ]);
    expect(await readPrior(corpus)).toEqual([
      [7, 4, at(-5, 10)],
      [7, 5, at(1, 4999)],
      [8, 4, at(-1, 0)],
      [8, 2, at(0, 20)],
    ]);
    expect(corpus.report.history).toMatchObject({
      clicks: 4,
      users: 2,
      dropped: [
        { reason: 'no time', clicks: 1 },
        { reason: 'not before the first impression', clicks: 2 },
      ],
    });
  });

  test('more times than items are a fault of the file', async () => {
    await expect(importHistories([{ user: 7, items: '[4]', clickedMs: [1, 2] }])).rejects.toThrow(
      'histories.csv: a history of user 7 has 1 items and 2 times; mend the row',
    );
  });
});
