import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeCheckpoint } from '../../src/artifacts/checkpoint.ts';
import { writeIds } from '../../src/artifacts/id-file.ts';
import { createDayWriter } from '../../src/artifacts/impressions.ts';
import { writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { UserError } from '../../src/util/errors.ts';
import { partialPath } from '../../src/util/partial-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-full-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIZE = 200_000;
const INTS = new Int32Array(SIZE);
const IDS = Float64Array.from({ length: SIZE }, (_, i) => i);

const WRITERS: readonly (readonly [string, (path: string) => Promise<void>])[] = [
  [
    'day.arrow',
    async (path) => {
      const writer = await createDayWriter(path, []);
      const label = new Uint8Array(SIZE);
      await writer.write({ userIndex: INTS, itemIndex: INTS, timeMs: IDS, label, dense: [] });
      await writer.close();
    },
  ],
  ['items.arrow', (path) => writeIds(path, 'item_id', IDS)],
  [
    'embeddings.arrow',
    (path) =>
      writeItemEmbeddings(path, { itemIds: IDS, embeddings_ND: new Float32Array(SIZE), width: 1 }),
  ],
  [
    'model.safetensors',
    (path) =>
      writeCheckpoint(path, {
        tensors: new Map([['w', { shape: [SIZE], values: new Float32Array(SIZE) }]]),
        metadata: {},
      }),
  ],
];

// Every write to this device of Linux finds the disk full; the temporary name is led there.
test.skipIf(!existsSync('/dev/full')).each(WRITERS)(
  'on a full disk %s is named and nothing is left',
  async (name, write) => {
    const path = join(folder, name);
    symlinkSync('/dev/full', partialPath(path));
    const writing = write(path);
    await expect(writing).rejects.toThrow(UserError);
    await expect(writing).rejects.toThrow(
      `${path}: the disk is full; free some room and run the command again`,
    );
    expect(readdirSync(folder)).toEqual([]);
  },
);
