import { mkdtempSync, readFileSync, truncateSync, writeFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../src/artifacts/checkpoint.ts';
import { createDayWriter, readDay } from '../../src/artifacts/impressions.ts';
import type { ImpressionBatch } from '../../src/artifacts/impressions.ts';
import { readIds, writeIds } from '../../src/artifacts/id-file.ts';
import { readItemEmbeddings, writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { readPredictions, writePredictions } from '../../src/artifacts/predictions.ts';
import {
  codesInOrder,
  readSemanticIds,
  writeSemanticIds,
} from '../../src/artifacts/semantic-ids.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-artifacts-'));

function impressions(length: number, start: number): ImpressionBatch {
  return {
    userIndex: Int32Array.from({ length }, (_, i) => start + i),
    itemIndex: Int32Array.from({ length }, (_, i) => 7 * (start + i)),
    timeMs: Float64Array.from({ length }, (_, i) => 1.5e12 + start + i),
    label: Uint8Array.from({ length }, (_, i) => i % 2),
    dense: [Float32Array.from({ length }, (_, i) => i / 8)],
  };
}

test('a day comes back batch by batch as it was written', async () => {
  const path = join(folder, 'day-001.arrow');
  const writer = await createDayWriter(path, ['hour']);
  const written = [impressions(1000, 0), impressions(3, 1000)];
  for (const batch of written) await writer.write(batch);
  await writer.close();
  const read: ImpressionBatch[] = [];
  for await (const batch of readDay(path, ['hour'])) read.push(batch);
  expect(read).toEqual(written);
});

test('times come back to the millisecond, before 1970 and beyond 32 bits too', async () => {
  const timeMs = Float64Array.of(
    -(2 ** 45) - 1,
    -(2 ** 32),
    -1,
    0,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 52 + 1,
  );
  const path = join(folder, 'times.arrow');
  const writer = await createDayWriter(path, []);
  await writer.write({ ...impressions(timeMs.length, 0), timeMs, dense: [] });
  await writer.close();
  for await (const batch of readDay(path, [])) expect([...batch.timeMs]).toEqual([...timeMs]);
});

test('a day file cut short is named, not half read', async () => {
  const path = join(folder, 'cut.arrow');
  const writer = await createDayWriter(path, []);
  await writer.write({ ...impressions(10, 0), dense: [] });
  await writer.close();
  truncateSync(path, statSync(path).size - 20);
  await expect(readDay(path, []).next()).rejects.toThrow(/cut\.arrow is cut short/);
});

test('a missing column is named with what is there', async () => {
  const path = join(folder, 'columns.arrow');
  const writer = await createDayWriter(path, ['hour']);
  await writer.write(impressions(10, 0));
  await writer.close();
  await expect(readDay(path, ['price']).next()).rejects.toThrow(
    /has no column "price" \(it has: user_index, item_index, time_ms, label, hour\)/,
  );
});

test.each([[Float64Array.of(5, 2 ** 40, 9)], [['a', 'ü', 'c']]])(
  'ids keep their kind: %o',
  async (ids) => {
    const path = join(folder, 'items.arrow');
    await writeIds(path, 'item_id', ids);
    expect(await readIds(path, 'item_id')).toEqual(ids);
  },
);

test('embeddings come back; NaN is refused with its row', async () => {
  const path = join(folder, 'embeddings.arrow');
  const items = { itemIds: ['x', 'y'], embeddings_ND: Float32Array.of(1, 2, 3, 4), width: 2 };
  await writeItemEmbeddings(path, items);
  expect(await readItemEmbeddings(path)).toEqual(items);
  items.embeddings_ND[3] = NaN;
  await writeItemEmbeddings(path, items);
  await expect(readItemEmbeddings(path)).rejects.toThrow(
    /row 2: the embedding of item y holds NaN/,
  );
});

test('semantic ids come back in a corpus order; an item without a code is named', async () => {
  const path = join(folder, 'sids.arrow');
  const sids = {
    itemIds: Float64Array.of(10, 20),
    codes_NL: Int32Array.of(0, 1, 2, 3),
    levels: 2,
    codebookSizes: [3, 4],
    quantizer: 'test',
  };
  await writeSemanticIds(path, sids);
  const read = await readSemanticIds(path);
  expect(read).toEqual(sids);
  expect(await readSemanticIds(folder)).toEqual(sids);
  expect(codesInOrder(read, Float64Array.of(20, 10, 20), path)).toEqual(
    Int32Array.of(2, 3, 0, 1, 2, 3),
  );
  expect(() => codesInOrder(read, Float64Array.of(30), path)).toThrow(/item 30 .* has no code/);
});

test('a checkpoint is safetensors: header, then raw arrays', async () => {
  const path = join(folder, 'weights.safetensors');
  const tensors = new Map([
    ['w', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
    ['step', { shape: [1], values: Int32Array.of(9) }],
  ]);
  await writeCheckpoint(path, { tensors, metadata: { kind: 'test' } });
  const read = readCheckpoint(path);
  expect([...read.tensors]).toEqual([...tensors]);
  expect(read.metadata).toEqual({ kind: 'test' });
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  expect(bytes.readFloatLE(8 + headerLength + 12)).toBe(4);
  writeFileSync(path, bytes.subarray(0, bytes.length - 4));
  expect(() => readCheckpoint(path)).toThrow(/cut short/);
});

test('predictions come back', async () => {
  const path = join(folder, 'predictions.arrow');
  const { userIndex, itemIndex, timeMs, label } = impressions(5, 0);
  const predictions = {
    userIndex,
    itemIndex,
    timeMs,
    label,
    probability: Float32Array.of(0, 0.25, 0.5, 0.75, 1),
  };
  await writePredictions(path, predictions);
  expect(await readPredictions(path)).toEqual(predictions);
});
