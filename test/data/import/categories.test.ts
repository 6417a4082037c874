import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeImport, importWarnings } from '../../../src/cli/print/describe-import.ts';
import { corpusPath } from '../../../src/artifacts/corpus.ts';
import { readItemCategories } from '../../../src/artifacts/item-categories.ts';
import type { ImportOptions } from '../../../src/data/import/event-source.ts';
import { openTable } from '../../../src/data/import/table.ts';
import type { TableMapping } from '../../../src/data/import/table-mapping.ts';
import { copyTo, importAndRead, temporaryFolder, valuesSql } from './support.ts';
import type { ImportedCorpus } from './support.ts';

const folder = temporaryFolder();

const LOG = valuesSql('u, i, t, y', "(1, 'c', 5, 1)", "(1, 'a', 6, 0)", "(2, 'x', 7, 1)");

/** Items in another order than that of the corpus; c has no topic. */
const ITEMS = valuesSql(
  'id, vector, topic, shelf, isNew, price, tags',
  "('c', [1, 0], NULL, 7, true, 0.5, ['p'])",
  "('b', [0, 1], 'sport', 12, false, 1.5, ['p', 'q'])",
  "('a', [1, 1], 'news, local', NULL, true, 2.5, ['r'])",
);

async function mappingOf(categories: TableMapping['categories'], items = ITEMS) {
  const name = String(items.length + LOG.length);
  return {
    events: [await copyTo(join(folder, `log-${name}.parquet`), LOG)],
    ...{ user: 'u', item: 'i', label: 'y', dense: [], timeFeatures: false },
    time: { column: 't', unit: 'ms', timeZone: 'UTC' },
    embeddings: {
      ...{ file: await copyTo(join(folder, `items-${name}.parquet`), items) },
      ...{ id: 'id', column: 'vector' },
    },
    ...(categories === undefined ? {} : { categories }),
  } satisfies TableMapping;
}

function importTable(
  mapping: TableMapping,
  options: Partial<ImportOptions> = {},
): Promise<ImportedCorpus> {
  return importAndRead(folder, (database) => openTable(database, mapping, 'm.json'), options);
}

const valuesIn = (corpus: ImportedCorpus, names: readonly string[]) =>
  readItemCategories(corpusPath(corpus.folder, 'items.arrow'), names);

test('categories stand beside the ids, in the order of the corpus; what is empty is the empty text', async () => {
  const columns = ['topic', 'shelf', 'isNew'];
  const corpus = await importTable(await mappingOf({ columns }), { uncovered: 'keep' });
  expect(corpus.info.categories).toEqual(columns);
  // Items a, b, c, and x, which the log alone knows.
  expect(await valuesIn(corpus, ['shelf', 'topic', 'isNew'])).toEqual([
    { name: 'shelf', value_N: ['', '12', '7', ''] },
    { name: 'topic', value_N: ['news, local', 'sport', '', ''] },
    { name: 'isNew', value_N: ['true', 'false', 'true', ''] },
  ]);
  expect(corpus.report.categories).toEqual([
    { name: 'topic', values: 2, items_without: 2 },
    { name: 'shelf', values: 2, items_without: 2 },
    { name: 'isNew', values: 2, items_without: 1 },
  ]);
  const lines = describeImport('data/x', corpus, 1).split('\n');
  expect(lines).toContain('category "topic": 2 values, 2 of 4 items without one');
});

test('categories come from a file of their own, whose ids may be of another type', async () => {
  const file = await copyTo(
    join(folder, 'numbers.csv'),
    valuesSql('article, kind', "(30, 'q')", "(20, 'p')", "(99, 'r')"),
  );
  const log = valuesSql('u, i, t, y', "(1, '20', 5, 1)", "(1, '30', 6, 0)");
  const mapping = await mappingOf(
    { columns: ['kind'], file, id: 'article' },
    valuesSql('id, vector', '(20, [1, 0])', '(30, [0, 1])'),
  );
  const events = [await copyTo(join(folder, 'text-ids.parquet'), log)];
  const corpus = await importTable({ ...mapping, events });
  expect(await valuesIn(corpus, ['kind'])).toEqual([{ name: 'kind', value_N: ['p', 'q'] }]);
  expect(corpus.inputs).toMatchObject({ categories: file });
  expect(describeImport('x', corpus, 1)).toContain('"kind": 2 values, every item has one');
});

test('without categories neither corpus nor report speak of any', async () => {
  const corpus = await importTable(await mappingOf(undefined));
  expect(corpus.info).not.toHaveProperty('categories');
  expect(corpus.report).not.toHaveProperty('categories');
  await expect(valuesIn(corpus, ['topic'])).rejects.toThrow(
    /items\.arrow has no column "topic" \(it has: item_id\)/,
  );
});

test.each([
  [['topik'], 'has no column "topik" ("categories" in m.json); did you mean "topic"?'],
  [['price'], 'column "price" is DECIMAL(2,1), but a category is a text, a whole number or true'],
  [['tags'], 'column "tags" is VARCHAR[], but a category is a text'],
])('a column that is no category is refused: %o', async (columns, message) => {
  await expect(importTable(await mappingOf({ columns }))).rejects.toThrow(message);
});

test('an item with two rows, and ids that are not those of the log, are refused', async () => {
  const own = async (name: string, ...rows: string[]) => ({
    columns: ['kind'],
    file: await copyTo(join(folder, `${name}.parquet`), valuesSql('id, kind', ...rows)),
  });
  const twice = await own('twice', "('a', 'p')", "('b', 'p')", "('a', 'q')");
  await expect(importTable(await mappingOf(twice))).rejects.toThrow(
    /twice\.parquet, row 3: item a stands in row 1 too, and an item has one value/,
  );
  const strange = await own('strange', "('item-a', 'p')", "('a', '')");
  await expect(importTable(await mappingOf(strange))).rejects.toThrow(
    /strange\.parquet: no item of the corpus has a value in column "kind"; check that its ids/,
  );
});

test('a column that is nearly an id brings a warning, one that is a category does not', async () => {
  const items = valuesSql(
    'id, vector, title, kind',
    "('a', [1, 0], 'one', 'p')",
    "('b', [1, 0], 'two', 'p')",
    "('c', [1, 0], 'three', 'q')",
    "('d', [1, 0], 'three', 'q')",
  );
  const corpus = await importTable(await mappingOf({ columns: ['title', 'kind'] }, items));
  expect(importWarnings(corpus)).toEqual([
    expect.stringMatching(/^category "title" has 3 values for 4 items: it is nearly an id/),
  ]);
});
