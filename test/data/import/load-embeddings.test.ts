import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../src/data/duckdb.ts';
import type { EventSource } from '../../../src/data/import/event-source.ts';
import { collectIds, loadEmbeddings } from '../../../src/data/import/load-embeddings.ts';
import { UserError } from '../../../src/util/errors.ts';
import { smallDatabase, temporaryFolder, valuesSql } from './support.ts';

const folder = temporaryFolder();
let database: Database;
beforeEach(async () => {
  database = await smallDatabase(folder);
});
afterEach(() => database.close());

/** A source with nothing but embeddings: id and list, as SQL. */
function sourceOf(...rows: string[]): EventSource {
  return {
    name: 'test',
    eventsSql: '',
    eventsPath: 'events.parquet',
    embeddingsSql:
      `SELECT item_id, embedding::FLOAT[] AS embedding, row_number() OVER () AS row ` +
      `FROM (${valuesSql('item_id, embedding', ...rows)})`,
    embeddingsPath: 'items.parquet',
    hasLabels: false,
    denseFeatures: () => [],
    inputs: {},
    notes: {},
  };
}

test('gives width and number', async () => {
  const source = sourceOf("('a', [1, 2, 3])", "('b', [4, 5, 6.5])");
  expect(await loadEmbeddings(database, source)).toEqual({ width: 3, numEmbeddings: 2 });
  expect(await database.rows('SELECT embedding FROM embeddings ORDER BY item_id')).toEqual([
    { embedding: [1, 2, 3] },
    { embedding: [4, 5, 6.5] },
  ]);
});

test.each([
  ['NaN', "('b', [1, 'nan'::FLOAT])", 'row 2: the embedding of item b holds nan'],
  ['an infinity', "('b', ['-inf'::FLOAT, 1])", 'row 2: the embedding of item b holds -inf'],
  ['an empty value', "('b', [1, NULL])", 'row 2: the embedding of item b holds an empty value'],
  [
    'another width',
    "('b', [1])",
    'row 2: the embedding of item b has 1 floats, the first row has 2',
  ],
  ['no list', "('b', NULL)", 'row 2: the embedding of item b is empty or no list of numbers'],
  ['no id', '(NULL, [1, 2])', 'row 2: an embedding has no item id'],
  ['an item twice', "('a', [1, 2])", 'row 2: item a stands in row 1 too; keep one'],
])('refuses %s with file and row', async (_, row, message) => {
  const loading = loadEmbeddings(database, sourceOf("('a', [0.5, 1])", row));
  await expect(loading).rejects.toThrow(UserError);
  await expect(loading).rejects.toThrow(`items.parquet, ${message}`);
});

test('refuses a file without any', async () => {
  const source = sourceOf("('a', [1])");
  const empty = { ...source, embeddingsSql: `${source.embeddingsSql} LIMIT 0` };
  await expect(loadEmbeddings(database, empty)).rejects.toThrow(
    /^items.parquet holds no embeddings/,
  );
});

test('ids come as numbers or as text', async () => {
  const numbers = database.stream('SELECT i::DOUBLE FROM range(5000) r(i)');
  expect(await collectIds(numbers, true, 5000)).toEqual(
    Float64Array.from({ length: 5000 }, (_, i) => i),
  );
  const texts = database.stream("SELECT unnest(['x', '007'])");
  expect(await collectIds(texts, false, 2)).toEqual(['x', '007']);
});
