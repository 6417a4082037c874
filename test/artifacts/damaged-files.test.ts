import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCheckpoint, writeCheckpoint } from '../../src/artifacts/checkpoint.ts';
import { readIds, writeIds } from '../../src/artifacts/id-file.ts';
import { createDayWriter, readDay } from '../../src/artifacts/impressions.ts';
import { readItemEmbeddings, writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { readPredictions, writePredictions } from '../../src/artifacts/predictions.ts';
import { readSemanticIds, writeSemanticIds } from '../../src/artifacts/semantic-ids.ts';
import { UserError } from '../../src/util/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-damaged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const IDS = Array.from({ length: 40 }, (_, i) => `item-${i}`);
const INTS = Int32Array.from({ length: 40 }, (_, i) => i);
const FLOATS = Float32Array.from({ length: 80 }, (_, i) => i / 8);
const IMPRESSIONS = {
  userIndex: INTS,
  itemIndex: INTS,
  timeMs: Float64Array.from(INTS, (i) => 1000 + i),
  label: Uint8Array.from(INTS, (i) => i % 2),
};

/** Each kind of file: how it is written, and read whole. */
const KINDS: readonly {
  readonly name: string;
  readonly write: (path: string) => Promise<void>;
  readonly read: (path: string) => Promise<unknown>;
}[] = [
  {
    name: 'days/day-001.arrow',
    async write(path) {
      const writer = await createDayWriter(path, ['hour']);
      await writer.write({ ...IMPRESSIONS, dense: [FLOATS.slice(0, 40)] });
      await writer.close();
    },
    async read(path) {
      for await (const batch of readDay(path, ['hour'])) expect(batch.dense).toHaveLength(1);
    },
  },
  {
    name: 'items.arrow',
    write: (path) => writeIds(path, 'item_id', IDS),
    read: (path) => readIds(path, 'item_id'),
  },
  {
    name: 'embeddings.arrow',
    write: (path) => writeItemEmbeddings(path, { itemIds: IDS, embeddings_ND: FLOATS, width: 2 }),
    read: readItemEmbeddings,
  },
  {
    name: 'sids.arrow',
    write: (path) =>
      writeSemanticIds(path, {
        itemIds: IDS,
        codes_NL: Int32Array.from({ length: 80 }, (_, i) => i % 4),
        levels: 2,
        codebookSizes: [4, 4],
        quantizer: 'test',
      }),
    read: readSemanticIds,
  },
  {
    name: 'predictions.arrow',
    write: (path) => writePredictions(path, { ...IMPRESSIONS, probability: FLOATS.slice(0, 40) }),
    read: readPredictions,
  },
  {
    name: 'model.safetensors',
    write: (path) =>
      writeCheckpoint(path, {
        tensors: new Map([['w', { shape: [40, 2], values: FLOATS }]]),
        metadata: { kind: 'test' },
      }),
    read: (path) => Promise.resolve().then(() => readCheckpoint(path)),
  },
];

describe.each(KINDS)('$name', ({ name, write, read }) => {
  const path = join(folder, name.replace('/', '-'));
  let whole: Buffer;
  beforeAll(async () => {
    await write(path);
    whole = readFileSync(path);
  });

  /** Reads other bytes under the same name; gives the error. */
  async function faultOf(bytes: Buffer): Promise<Error | undefined> {
    writeFileSync(path, bytes);
    try {
      await read(path);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }

  test('is read when whole', async () => {
    expect(await faultOf(whole)).toBeUndefined();
  });

  test('is refused by name when cut short anywhere', async () => {
    for (let part = 0; part < 40; part++) {
      const fault = await faultOf(whole.subarray(0, Math.floor((whole.length * part) / 40)));
      expect(fault).toBeInstanceOf(UserError);
      expect(String(fault)).toContain(path);
      expect(String(fault)).not.toContain('\n');
    }
  });

  test('is refused when of another kind', async () => {
    const fault = await faultOf(Buffer.from('\x89PNG\r\n\x1a\n'.padEnd(400, 'picture'), 'latin1'));
    expect(fault).toBeInstanceOf(UserError);
    expect(String(fault)).toContain(path);
  });

  test('is refused when missing or a folder', async () => {
    const gone = join(folder, 'gone');
    await expect(read(gone)).rejects.toThrow(UserError);
    await expect(read(gone)).rejects.toThrow(/gone does not exist/);
    const asFolder = join(folder, `${name.replace('/', '-')}-folder`);
    mkdirSync(asFolder);
    await expect(read(asFolder)).rejects.toThrow(UserError);
    await expect(read(asFolder)).rejects.toThrow(/-folder is a folder/);
  });

  test('with a hole of zeros gives a UserError or other values, never a crash', async () => {
    for (let start = 0; start < whole.length - 64; start += 16) {
      const fault = await faultOf(Buffer.from(whole).fill(0, start, start + 64));
      if (fault === undefined) continue;
      expect(fault).toBeInstanceOf(UserError);
      expect(String(fault)).toContain(path);
    }
  });
});
