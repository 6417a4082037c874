import { expect, test } from 'vitest';
import type { SqlChunk } from '../../../src/data/duckdb.ts';
import { forEachGroup } from '../../../src/data/import/event-groups.ts';
import { Rng } from '../../../src/util/rng.ts';

/** user, item, time, label, then one dense feature. */
type Row = readonly number[];

function chunkOf(rows: readonly Row[]): SqlChunk {
  return {
    rowCount: rows.length,
    copyNumbers: (column, target, offset) =>
      rows.forEach((row, i) => (target[offset + i] = row[column])),
    values: () => [],
    bytes: () => [],
  };
}

/* eslint-disable-next-line @typescript-eslint/require-await */
async function* inChunks(rows: readonly Row[], size: number): AsyncGenerator<SqlChunk> {
  for (let start = 0; start < rows.length; start += size) {
    yield chunkOf(rows.slice(start, start + size));
  }
}

async function collect(rows: readonly Row[], chunkSize: number): Promise<Row[][]> {
  const groups: Row[][] = [];
  let numRead = 0;
  await forEachGroup(
    inChunks(rows, chunkSize),
    1,
    ({ timeMs, size, user, item, label, dense }) => {
      expect([user.length, item.length, label.length, dense.length]).toEqual(Array(4).fill(size));
      groups.push(Array.from(user, (_, i) => [user[i], item[i], timeMs, label[i], dense[i]]));
      return Promise.resolve();
    },
    (numRows) => (numRead += numRows),
  );
  expect(numRead).toBe(rows.length);
  return groups;
}

/** By the definition: rows of one time together. */
function plainGroups(rows: readonly Row[]): Row[][] {
  const times = [...new Set(rows.map((row) => row[2]))];
  return times.map((time) => rows.filter((row) => row[2] === time));
}

const rng = Rng.fromSeed(1);
const log = Array.from({ length: 500 }, (_, i) => [i, rng.int(9), rng.int(60), rng.int(2), i / 4]);
log.sort((a, b) => a[2] - b[2]);

test.each([1, 7, 64, 500, 2048])('gathers equal times over chunks of %i rows', async (size) => {
  expect(await collect(log, size)).toEqual(plainGroups(log));
});

test('makes room for a group that is larger than its first room', async () => {
  const burst = Array.from({ length: 10_000 }, (_, i) => [i, 0, 5, 1, 0]);
  const groups = await collect([[0, 0, 4, 1, 0], ...burst, [0, 0, 6, 1, 0]], 2048);
  expect(groups.map((group) => group.length)).toEqual([1, 10_000, 1]);
  expect(groups[1].at(-1)?.[0]).toBe(9999);
});

test('an empty log has no group', async () => {
  expect(await collect([], 10)).toEqual([]);
});
