import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  CALENDAR_DAY_MS,
  corpusPath,
  dayPath,
  writeCorpusInfo,
} from '../../src/artifacts/corpus.ts';
import { writeIds } from '../../src/artifacts/id-file.ts';
import { createDayWriter } from '../../src/artifacts/impressions.ts';
import { streamExamples } from '../../src/data/example-stream.ts';
import type { ExampleStreamOptions } from '../../src/data/example-stream.ts';
import { isHeldOut, rememberedClicks } from '../../src/data/held-out.ts';
import { openCorpus } from '../../src/data/open-corpus.ts';
import { UserError } from '../../src/util/errors.ts';
import { Rng } from '../../src/util/rng.ts';

const [NUM_USERS, NUM_ITEMS, NUM_DAYS, PER_DAY] = [5, 30, 3, 100];
const folder = mkdtempSync(join(tmpdir(), 'sid-stream-'));

interface Impression {
  day: number;
  user: number;
  item: number;
  timeMs: number;
  label: number;
  price: number;
}

const log: Impression[] = [];

beforeAll(async () => {
  const rng = Rng.fromSeed(1);
  mkdirSync(join(folder, 'days'));
  for (let day = 1; day <= NUM_DAYS; day++) {
    // Few distinct milliseconds, so that many impressions share one.
    const times = Array.from({ length: PER_DAY }, () => rng.int(40) * 1000).sort((a, b) => a - b);
    const rows = times.map((time) => ({
      day,
      user: rng.int(NUM_USERS),
      item: rng.int(NUM_ITEMS),
      timeMs: (day - 1) * CALENDAR_DAY_MS + time,
      label: rng.int(3) === 0 ? 1 : 0,
      price: rng.int(100),
    }));
    log.push(...rows);
    const writer = await createDayWriter(dayPath(folder, day), ['price']);
    for (const part of [rows.slice(0, 33), rows.slice(33)]) {
      await writer.write({
        userIndex: Int32Array.from(part, (row) => row.user),
        itemIndex: Int32Array.from(part, (row) => row.item),
        timeMs: Float64Array.from(part, (row) => row.timeMs),
        label: Uint8Array.from(part, (row) => row.label),
        dense: [Float32Array.from(part, (row) => row.price)],
      });
    }
    await writer.close();
  }
  await writeIds(
    corpusPath(folder, 'items.arrow'),
    'item_id',
    Float64Array.from({ length: NUM_ITEMS }, (_, i) => i),
  );
  await writeCorpusInfo(folder, {
    format: 'sid-corpus-1',
    source: 'test',
    numItems: NUM_ITEMS,
    numUsers: NUM_USERS,
    numDays: NUM_DAYS,
    firstDayStartMs: 0,
    dayMs: CALENDAR_DAY_MS,
    impressionsPerDay: [PER_DAY, PER_DAY, PER_DAY],
    clicksPerDay: [0, 0, 0],
    denseFeatures: ['price'],
    embeddingWidth: 2,
    negativesRule: 'none',
    notes: {},
  });
});

interface Example extends Impression {
  history: number[];
  agesMs: number[];
}

function whole(batchSize: number, select?: () => boolean): ExampleStreamOptions {
  const options = { fromDay: 1, toDay: NUM_DAYS, batchSize, historyLength: 3 };
  return select === undefined ? options : { ...options, select };
}

async function collect(
  options: ExampleStreamOptions,
): Promise<{ examples: Example[]; sizes: number[]; batches: { day: number; size: number }[] }> {
  const examples: Example[] = [];
  const batches: { day: number; size: number }[] = [];
  const T = options.historyLength;
  for await (const batch of streamExamples(await openCorpus(folder), options)) {
    batches.push({ day: batch.day, size: batch.size });
    for (let b = 0; b < batch.size; b++) {
      const end = b * T + batch.historyLength_B[b];
      examples.push({
        day: batch.day,
        user: batch.userIndex_B[b],
        item: batch.itemIndex_B[b],
        timeMs: batch.timeMs_B[b],
        label: batch.label_B[b],
        price: batch.dense_BF[b],
        history: [...batch.history_BT.subarray(b * T, end)],
        agesMs: [...batch.historyAgeMs_BT.subarray(b * T, end)],
      });
    }
  }
  return { examples, batches, sizes: batches.map(({ size }) => size) };
}

/** The definition, by looking at the whole log for each impression. */
function plainExamples(
  T: number,
  isWanted: (impression: Impression) => boolean,
  isRemembered: (impression: Impression) => boolean = () => true,
): Example[] {
  return log.filter(isWanted).map((impression) => {
    const before = log.filter(
      (other) =>
        other.label === 1 &&
        other.user === impression.user &&
        other.timeMs < impression.timeMs &&
        isRemembered(other),
    );
    const kept = before.slice(-T);
    return {
      ...impression,
      history: kept.map((click) => click.item),
      agesMs: kept.map((click) => Math.fround(impression.timeMs - click.timeMs)),
    };
  });
}

test('histories are exactly the clicks strictly before, across days', async () => {
  const { examples, sizes } = await collect({
    fromDay: 1,
    toDay: 3,
    batchSize: 32,
    historyLength: 6,
  });
  expect(examples).toEqual(plainExamples(6, () => true));
  expect(sizes).toEqual(Array.from({ length: 12 }, () => 25));
});

test('batches of a day are nearly equal whatever their greatest size, held-out examples or not', async () => {
  const heldOut = { select: (user: number, day: number) => !isHeldOut(user, day, 0.3, 3) };
  for (const select of [{}, heldOut]) {
    const { examples } = await collect({ ...whole(1), ...select });
    for (const batchSize of [1, 2, 3, 7, 16, 31, 32, 33, 64, 99, 100, 101]) {
      const batches = (await collect({ ...whole(batchSize), ...select })).batches;
      for (const day of [1, 2, 3]) {
        const sizes = batches.filter((batch) => batch.day === day).map(({ size }) => size);
        const total = examples.filter((example) => example.day === day).length;
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
        expect(sizes).toHaveLength(Math.ceil(total / batchSize));
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
    }
  }
});

test('a day file that is changed between counting and reading is a user error', async () => {
  let asked = 0;
  const lessAtSecondReading = whole(32, () => asked++ < PER_DAY);
  await expect(collect(lessAtSecondReading)).rejects.toThrow(
    /day-001.arrow was changed while it was read; run the command again/,
  );
  asked = 0;
  const moreAtSecondReading = whole(32, () => asked++ >= PER_DAY - 1);
  await expect(collect(moreAtSecondReading)).rejects.toThrow(UserError);
});

test('examples do not depend on the batch size', async () => {
  const streams = [1, 7, 100, 1000].map((batchSize) =>
    collect({ fromDay: 1, toDay: 3, batchSize, historyLength: 3 }),
  );
  const [first, ...others] = await Promise.all(streams);
  expect(first.examples).toHaveLength(NUM_DAYS * PER_DAY);
  for (const other of others) expect(other.examples).toEqual(first.examples);
  expect(others.at(-1)?.sizes).toEqual([PER_DAY, PER_DAY, PER_DAY]);
});

test('days before the first still fill the histories', async () => {
  const { examples } = await collect({ fromDay: 3, toDay: 3, batchSize: 64, historyLength: 4 });
  expect(examples).toEqual(plainExamples(4, (impression) => impression.day === 3));
});

test('held-out user-days are left out of the examples, not out of the histories', async () => {
  const isWanted = (user: number, day: number): boolean => !isHeldOut(user, day, 0.4, 3);
  const { examples } = await collect({
    fromDay: 1,
    toDay: 3,
    batchSize: 64,
    historyLength: 4,
    select: isWanted,
  });
  expect(examples.length).toBeLessThan(log.length);
  expect(examples).toEqual(
    plainExamples(4, (impression) => isWanted(impression.user, impression.day)),
  );
});

test('held-out clicks are in no history where they are to be left out', async () => {
  const isKept = ({ user, day }: { user: number; day: number }): boolean =>
    !isHeldOut(user, day, 0.4, 3);
  const heldOut = { heldOutShare: 0.4, heldOutSeed: 3 } as const;
  const collectWith = (heldOutClicks: 'in-history' | 'left-out') =>
    collect({ ...whole(64), remember: rememberedClicks({ ...heldOut, heldOutClicks }) });
  const { examples } = await collectWith('left-out');
  expect(examples).toEqual(plainExamples(3, () => true, isKept));
  expect((await collectWith('in-history')).examples).toEqual(plainExamples(3, () => true));
  expect(examples).not.toEqual(plainExamples(3, () => true));
});

test('the held-out share is what was asked for', () => {
  let heldOut = 0;
  for (let user = 0; user < 20_000; user++) heldOut += isHeldOut(user, 4, 0.1, 7) ? 1 : 0;
  expect(Math.abs(heldOut / 20_000 - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 20_000));
  expect(isHeldOut(3, 4, 0, 7)).toBe(false);
});
