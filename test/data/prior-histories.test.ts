import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  CALENDAR_DAY_MS,
  corpusPath,
  dayPath,
  writeCorpusInfo,
} from '../../src/artifacts/corpus.ts';
import { writeIds } from '../../src/artifacts/id-file.ts';
import { createDayWriter } from '../../src/artifacts/impressions.ts';
import { writePriorClicks } from '../../src/artifacts/prior-clicks.ts';
import { streamExamples } from '../../src/data/example-stream.ts';
import { openCorpus } from '../../src/data/open-corpus.ts';
import { UserError } from '../../src/util/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-prior-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Click = readonly [user: number, item: number, timeMs: number];

let numCorpora = 0;

/** Users 0 to 2; user 1 clicks items 0 and 1 on day 1. */
async function corpusWith(prior: readonly Click[], numPriorClicks = prior.length): Promise<string> {
  const corpus = join(folder, String(numCorpora++));
  mkdirSync(join(corpus, 'days'), { recursive: true });
  const rows: readonly Click[] = [
    [1, 0, 10],
    [0, 1, 20],
    [1, 1, 30],
    [2, 0, 40],
    [1, 2, 50],
  ];
  const writer = await createDayWriter(dayPath(corpus, 1), []);
  await writer.write({
    userIndex: Int32Array.from(rows, ([user]) => user),
    itemIndex: Int32Array.from(rows, ([, item]) => item),
    timeMs: Float64Array.from(rows, ([, , timeMs]) => timeMs),
    label: Uint8Array.of(1, 0, 1, 0, 0),
    dense: [],
  });
  await writer.close();
  await writeIds(corpusPath(corpus, 'items.arrow'), 'item_id', Float64Array.of(0, 1, 2, 3, 4));
  // Two batches, so that a user's clicks may be cut.
  const batches = [prior.slice(0, 3), prior.slice(3)].map((part) => ({
    userIndex: Int32Array.from(part, ([user]) => user),
    itemIndex: Int32Array.from(part, ([, item]) => item),
    timeMs: Float64Array.from(part, ([, , timeMs]) => timeMs),
  }));
  await writePriorClicks(
    corpusPath(corpus, 'prior-clicks.arrow'),
    (async function* () {
      yield* batches;
      await Promise.resolve();
    })(),
  );
  await writeCorpusInfo(corpus, {
    format: 'sid-corpus-1',
    source: 'test',
    numItems: 5,
    numUsers: 3,
    numDays: 1,
    firstDayStartMs: 0,
    dayMs: CALENDAR_DAY_MS,
    impressionsPerDay: [5],
    clicksPerDay: [2],
    numPriorClicks,
    denseFeatures: [],
    embeddingWidth: 2,
    negativesRule: 'none',
    notes: {},
  });
  return corpus;
}

/** Items and ages of each example's history. */
async function historiesOf(corpus: string, historyLength: number): Promise<[number, number][][]> {
  const histories: [number, number][][] = [];
  const options = { fromDay: 1, toDay: 1, batchSize: 2, historyLength };
  for await (const batch of streamExamples(await openCorpus(corpus), options)) {
    for (let b = 0; b < batch.size; b++) {
      histories.push(
        Array.from({ length: batch.historyLength_B[b] }, (_, t) => [
          batch.history_BT[b * historyLength + t],
          batch.historyAgeMs_BT[b * historyLength + t],
        ]),
      );
    }
  }
  return histories;
}

const PRIOR: readonly Click[] = [
  [0, 4, -2],
  [1, 3, -300],
  [1, 4, -200],
  [1, 3, -100],
];

test("histories begin with what users clicked before the log, and the log's clicks follow", async () => {
  expect(await historiesOf(await corpusWith(PRIOR), 10)).toEqual([
    [
      [3, 310],
      [4, 210],
      [3, 110],
    ],
    [[4, 22]],
    [
      [3, 330],
      [4, 230],
      [3, 130],
      [0, 20],
    ],
    [],
    [
      [3, 350],
      [4, 250],
      [3, 150],
      [0, 40],
      [1, 20],
    ],
  ]);
});

test('the last T clicks of both together are kept', async () => {
  const histories = await historiesOf(await corpusWith(PRIOR), 2);
  expect(histories.map((history) => history.map(([item]) => item))).toEqual([
    [4, 3],
    [4],
    [3, 0],
    [],
    [0, 1],
  ]);
});

test.each([
  [
    'a user beyond the corpus',
    [[3, 0, -1]],
    1,
    /row 1: user_index 3 is outside the corpus's 3 users/,
  ],
  [
    'an item beyond the corpus',
    [
      [0, 0, -2],
      [0, 5, -1],
    ],
    2,
    /row 2: item_index 5 is outside/,
  ],
  [
    'users out of order',
    [
      [1, 0, -1],
      [0, 0, -1],
    ],
    2,
    /row 2: user_index 0 is below that of the row above/,
  ],
  [
    'times out of order',
    [
      [1, 0, -1],
      [1, 0, -2],
    ],
    2,
    /row 2: the time is before that of the row above/,
  ],
  [
    'fewer rows than corpus.json says',
    [[1, 0, -1]],
    2,
    /has 1 rows, corpus.json says 2; make the corpus again/,
  ],
] as const)('%s is a fault of the file', async (_, prior, count, message) => {
  const corpus = await corpusWith(prior, count);
  await expect(historiesOf(corpus, 2)).rejects.toThrow(UserError);
  await expect(historiesOf(corpus, 2)).rejects.toThrow(message);
});
