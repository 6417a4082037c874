import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { openCatalog } from '../../src/data/catalog/open-catalog.ts';
import { openDatabase } from '../../src/data/duckdb.ts';
import { embedCatalog } from '../../src/embed/embed-catalog.ts';
import type { EmbeddedCatalog } from '../../src/embed/embed-catalog.ts';
import { ignoreProgress } from '../../src/util/progress.ts';
import { fakeEncoder } from './fake-encoder.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-embed-'));
const NUM_ITEMS = 700;

/** Every hundredth item has no text. */
const catalogFile = join(root, 'items.csv');
const rows = Array.from(
  { length: NUM_ITEMS },
  (_, i) => `${i},${i % 100 === 99 ? '' : 'x'.repeat(1 + (i % 7))}`,
);
writeFileSync(catalogFile, `id,title\n${rows.join('\n')}\n`);

interface Run {
  readonly folder: string;
  readonly settings?: object;
  /** Stops after so many batches. */
  readonly stopAfter?: number;
  readonly onBatch?: (texts: readonly string[]) => void;
}

async function embed({
  folder,
  settings = {},
  stopAfter = Infinity,
  onBatch,
}: Run): Promise<EmbeddedCatalog> {
  const database = await openDatabase({ folder: join(folder, 'db'), memoryMb: 128 });
  let batches = 0;
  try {
    return await embedCatalog({
      catalog: await openCatalog(database, [catalogFile], null),
      encoder: fakeEncoder({
        readsText: true,
        onBatch: (texts) => {
          batches++;
          onBatch?.(texts);
        },
      }),
      folder,
      settings,
      onProgress: ignoreProgress,
      shouldStop: () => batches >= stopAfter,
    });
  } finally {
    database.close();
  }
}

test('items come out in the order of the catalog, those without a text are named', async () => {
  const folder = join(root, 'whole');
  const { numEmbedded, problems } = await embed({ folder });
  expect(numEmbedded).toBe(693);
  expect(problems).toHaveLength(7);
  expect(problems[0]).toEqual({ item_id: 99, row: 100, problem: 'no text', embedded: false });
  const { itemIds, embeddings_ND, width } = await readItemEmbeddings(
    join(folder, 'embeddings.arrow'),
  );
  expect(width).toBe(2);
  expect([...itemIds].slice(97, 101)).toEqual([97, 98, 100, 101]);
  // Item 98 has a title of one letter, 98 % 7 = 0; item 100 of three.
  expect([...embeddings_ND.slice(2 * 98, 2 * 100)]).toEqual([1, 1, 3, 1]);
});

test('a run that was stopped goes on at the next part and comes to the same bytes', async () => {
  const folder = join(root, 'resumed');
  await expect(embed({ folder, stopAfter: 1 })).rejects.toThrow('to go on');
  const texts: string[] = [];
  const { numEncoded } = await embed({ folder, onBatch: (batch) => texts.push(...batch) });
  expect(numEncoded).toBe(NUM_ITEMS - 256);
  expect(texts).toHaveLength(NUM_ITEMS - 256 - 5);
  const bytes = (name: string): Buffer => readFileSync(join(root, name, 'embeddings.arrow'));
  expect(bytes('resumed').equals(bytes('whole'))).toBe(true);
});

test('it does not go on with other settings', async () => {
  const folder = join(root, 'other');
  await expect(embed({ folder, settings: { encoder: 'a' }, stopAfter: 1 })).rejects.toThrow();
  await expect(embed({ folder, settings: { encoder: 'b' } })).rejects.toThrow(
    'was begun with encoder "a"',
  );
});
