import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { openCatalog } from '../../src/data/catalog/open-catalog.ts';
import { openDatabase } from '../../src/data/duckdb.ts';
import { EMBEDDING_ROWS } from '../../src/embed/embedding-rows.ts';
import { encodeStage } from '../../src/embed/encode-stage.ts';
import { workThroughCatalog } from '../../src/parts/work-through-catalog.ts';
import type { WorkedCatalog } from '../../src/parts/work-through-catalog.ts';
import type { Shard } from '../../src/parts/shard.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { fakeEncoder } from '../embed/fake-encoder.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-parts-'));
const NUM_ITEMS = 700;

/** Every hundredth item has no text. @param changed ids whose title differs */
function writeCatalog(name: string, changed: readonly number[] = []): string {
  const rows = Array.from({ length: NUM_ITEMS }, (_, i) => {
    const title = i % 100 === 99 ? '' : 'x'.repeat(1 + (i % 7));
    return `${i},${title}${changed.includes(i) ? 'yyyyyyyy' : ''}`;
  });
  const path = join(root, name);
  writeFileSync(path, `id,title\n${rows.join('\n')}\n`);
  return path;
}
const catalogFile = writeCatalog('items.csv');

interface Run {
  readonly folder: string;
  readonly file?: string;
  readonly texts?: ReadonlyMap<number, string>;
  readonly settings?: object;
  readonly decides?: object;
  readonly shard?: Shard;
  readonly known?: readonly string[];
  /** Stops after so many batches. */
  readonly stopAfter?: number;
  readonly onBatch?: (texts: readonly string[]) => void;
}

async function embed(options: Run): Promise<WorkedCatalog> {
  const { folder, file = catalogFile, settings = {}, decides = {} } = options;
  const database = await openDatabase({ folder: join(folder, 'db'), memoryMb: 128 });
  let batches = 0;
  const encoder = fakeEncoder({
    readsText: true,
    onBatch: (texts) => {
      batches++;
      options.onBatch?.(texts);
    },
  });
  try {
    const worked = await workThroughCatalog({
      catalog: await openCatalog(database, [file], null),
      stage: encodeStage(encoder, decides, {
        readPicture: () => Promise.resolve({ problem: 'none is read' }),
        sources: { boxes: null, texts: options.texts ?? null },
      }),
      rowFile: EMBEDDING_ROWS,
      ...{ folder, settings, shard: options.shard ?? null, known: options.known ?? [] },
      onProgress: ignoreProgress,
      shouldStop: () => batches >= (options.stopAfter ?? Infinity),
    });
    writeFileSync(join(folder, 'run.json'), '{}');
    return worked;
  } finally {
    database.close();
  }
}

const bytes = (name: string, file = 'embeddings.arrow'): Buffer =>
  readFileSync(join(root, name, file));

/** What the encoder was given. */
function collectTexts(): { texts: string[]; onBatch: (some: readonly string[]) => void } {
  const texts: string[] = [];
  return { texts, onBatch: (some) => texts.push(...some) };
}

const whole = join(root, 'whole');

test('items come out in the order of the catalog, those without a text are named', async () => {
  const { numRows, numKnown, problems } = await embed({ folder: whole });
  expect([numRows, numKnown]).toEqual([693, 0]);
  expect(problems).toHaveLength(7);
  expect(problems[0]).toEqual({ item_id: 99, row: 100, problem: 'no text', kept: false });
  const { itemIds, embeddings_ND, width } = await readItemEmbeddings(
    join(whole, 'embeddings.arrow'),
  );
  expect(width).toBe(2);
  expect([...itemIds].slice(97, 101)).toEqual([97, 98, 100, 101]);
  // Item 98 has a title of one letter, 98 % 7 = 0; item 100 of three.
  expect([...embeddings_ND.slice(2 * 98, 2 * 100)]).toEqual([1, 1, 3, 1]);
});

test('a run that was stopped goes on at the next part and comes to the same bytes', async () => {
  const folder = join(root, 'resumed');
  await expect(embed({ folder, stopAfter: 1 })).rejects.toThrow('to go on');
  const { texts, onBatch } = collectTexts();
  const { numWorked } = await embed({ folder, onBatch });
  expect(numWorked).toBe(NUM_ITEMS - 256);
  expect(texts).toHaveLength(NUM_ITEMS - 256 - 5);
  expect(bytes('resumed').equals(bytes('whole'))).toBe(true);
});

test('it does not go on with other settings', async () => {
  const folder = join(root, 'other');
  await expect(embed({ folder, settings: { encoder: 'a' }, stopAfter: 1 })).rejects.toThrow();
  await expect(embed({ folder, settings: { encoder: 'b' } })).rejects.toThrow(
    `${folder} was begun with encoder "a", now it is "b"; give the same settings, or remove ${folder} to begin anew`,
  );
});

test('shards are joined to the bytes of a run over all, without encoding anything', async () => {
  const shards = [1, 2].map((index) => ({ index, count: 2 }));
  const folders = shards.map(({ index }) => join(root, `shard-${index}`));
  const worked = [];
  for (const [i, shard] of shards.entries())
    worked.push(await embed({ folder: folders[i], shard }));
  // Three parts of 256 items: the first shard has one, the second two.
  expect(worked.map(({ numItems }) => numItems)).toEqual([256, 444]);
  const { texts, onBatch } = collectTexts();
  const known = [...folders].reverse();
  const joined = await embed({ folder: join(root, 'joined'), known, onBatch });
  expect(texts).toEqual([]);
  expect(joined).toMatchObject({ numItems: 700, numRows: 693, numKnown: 693 });
  expect(joined.problems).toHaveLength(7);
  for (const file of ['embeddings.arrow', 'inputs.arrow'])
    expect(bytes('joined', file).equals(bytes('whole', file)), file).toBe(true);
});

test('of a changed catalog only the items that changed are encoded', async () => {
  const file = writeCatalog('changed.csv', [3, 99, 650]);
  const { texts, onBatch } = collectTexts();
  const folder = join(root, 'changed');
  const { numRows, numKnown } = await embed({ folder, file, known: [whole], onBatch });
  expect(texts).toEqual(['xxxxyyyyyyyy', 'yyyyyyyy', 'x'.repeat(1 + (650 % 7)) + 'yyyyyyyy']);
  expect([numRows, numKnown]).toEqual([694, 691]);
  const again = await embed({ folder: join(root, 'from-nothing'), file });
  expect(again.numKnown).toBe(0);
  expect(bytes('changed').equals(bytes('from-nothing'))).toBe(true);
});

test('a vector of another model is not taken over', async () => {
  const folder = join(root, 'model');
  const { numKnown } = await embed({ folder, decides: { encoder: 'b' }, known: [whole] });
  expect(numKnown).toBe(0);
});

test('where no item had what it needs, the run can go on when that is mended', async () => {
  const folder = join(root, 'mended');
  const file = join(root, 'untitled.csv');
  writeFileSync(file, 'id\n1\n2\n');
  const nothing = 'untitled.csv: no item is left for encoding; the first, row 1: no text';
  await expect(embed({ folder, file })).rejects.toThrow(nothing);
  const texts = new Map([[2, 'a mug']]);
  expect(await embed({ folder, file, texts })).toMatchObject({ numRows: 1, numItems: 2 });
});

test('what is no output of the command is named, and a shard without items', async () => {
  const folder = join(root, 'none');
  await expect(embed({ folder, known: [join(root, 'nowhere')] })).rejects.toThrow(
    'run.json does not exist; ‹known› takes finished outputs',
  );
  await expect(embed({ folder, shard: { index: 1, count: 9 } })).rejects.toThrow(
    'shard 1/9 has no items; take fewer shards',
  );
});
