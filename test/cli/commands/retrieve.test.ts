import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import type { RetrieveMetrics } from '../../../src/records/retrieve-record.ts';
import { retrieveRecord } from '../../../src/records/retrieve-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { Rng } from '../../../src/util/rng.ts';
import { testWithPackages } from '../../support/embed-packages.ts';
import { runCli } from '../../support/run-cli.ts';
import { sharedModel, testOnModels } from '../../support/shared-data.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-retrieve-cli-'));
const inRoot = (name: string): string => join(root, name);
const WIDTH = 8;
const NUM_ITEMS = 60;

const rng = Rng.fromSeed(1);
const items = Float32Array.from({ length: NUM_ITEMS * WIDTH }, () => rng.normal());
const noisy = (rows: Float32Array, noise: number): Float32Array =>
  rows.map((value) => value + noise * rng.normal());
const itemIds = Array.from({ length: NUM_ITEMS }, (_, i) => `item ${i}`);

await writeItemEmbeddings(inRoot('near.arrow'), { itemIds, embeddings_ND: items, width: WIDTH });
await writeItemEmbeddings(inRoot('far.arrow'), {
  ...{ itemIds, embeddings_ND: noisy(items, 2), width: WIDTH },
});
await writeItemEmbeddings(inRoot('same.arrow'), {
  ...{ itemIds, embeddings_ND: new Float32Array(NUM_ITEMS * WIDTH).fill(1), width: WIDTH },
});
await writeItemEmbeddings(inRoot('queries.arrow'), {
  ...{ itemIds: itemIds.map((id) => `like ${id}`), embeddings_ND: noisy(items, 0.3), width: WIDTH },
});
writeFileSync(
  inRoot('pairs.csv'),
  `query_id,item_id\n${itemIds.map((id) => `like ${id},${id}`).join('\n')}\n`,
);
writeFileSync(
  inRoot('catalog.csv'),
  `item_id,title,type\n${itemIds.map((id, i) => `${id},Title <${i}>,${i % 7}`).join('\n')}\n`,
);

async function retrieve(out: string, ...words: string[]) {
  const run = await runCli('retrieve', ...words, '--out', inRoot(out), '--json');
  expect(run.status, run.err).toBe(0);
  return JSON.parse(run.out) as RetrieveMetrics;
}

const VECTORS = ['--queries', inRoot('queries.arrow'), '--pairs', inRoot('pairs.csv')];

testWithPackages(
  'embeddings side by side: what is near wins, one without meaning scores chance',
  async () => {
    const metrics = await retrieve(
      'three',
      ...[
        '--embeddings',
        `near=${inRoot('near.arrow')}`,
        inRoot('far.arrow'),
        inRoot('same.arrow'),
      ],
      ...[...VECTORS, '--items', inRoot('catalog.csv'), '--k', '1,5', '--keep-index'],
    );
    expect(metrics).toMatchObject({ queries: 60, wanted_items: 60, items: 60 });
    const [near, far, same] = metrics.embeddings;
    expect([near.name, far.name, same.name]).toEqual(['near', 'far', 'same']);
    expect(near.figures['hits@1'].value).toBeGreaterThan(0.7);
    expect(far.figures['hits@1'].value).toBeLessThan(0.3);
    for (const [name, chance] of Object.entries(metrics.chance)) {
      expect(same.figures[name].value, name).toBeCloseTo(chance, 10);
    }
    expect(metrics.chance['hits@5']).toBeCloseTo(5 / 60, 12);
    expect(near.more_than_first).toBeNull();
    const less = far.more_than_first?.['hits@1'];
    expect(less?.ci95?.[1]).toBeLessThan(0);
    expect(less?.p_holm).toBeLessThan(0.001);
    expect(near.hnsw?.recall.map(({ value }) => value)).toEqual([1, 1]);
    const record = readRecord(retrieveRecord, inRoot('three'));
    expect(record.config).toMatchObject({ k: [1, 5], exact: false });
    expect(Object.keys(record.inputs)).toContain('embeddings near');
    for (const file of ['page.html', 'answers.arrow', 'near.usearch']) {
      expect(existsSync(join(inRoot('three'), file)), file).toBe(true);
    }
    expect(readFileSync(join(inRoot('three'), 'page.html'), 'utf8')).toContain('Title &lt;3&gt;');
  },
);

test('the report shows figures, times and queries; the page in the folder the same without times', async () => {
  const words = ['--embeddings', `near=${inRoot('near.arrow')}`, `far=${inRoot('far.arrow')}`];
  const catalog = ['--items', inRoot('catalog.csv'), '--show', '6'];
  await retrieve('shown', ...words, ...VECTORS, ...catalog, '--exact', '--k', '1,5');
  const report = await runCli('report', '--in', inRoot('shown'), '--out', inRoot('report.html'));
  expect(report.status, report.err).toBe(0);
  const page = readFileSync(join(inRoot('shown'), 'page.html'), 'utf8');
  const text = readFileSync(inRoot('report.html'), 'utf8');
  for (const shown of [page, text]) {
    expect(shown).toContain('Retrieval: near, far');
    expect(shown).toContain('More than near has, on the same queries');
    expect(shown.match(/<article class="query">/g)).toHaveLength(6);
    expect(shown).toMatch(/<strong class="mark">wanted<\/strong>/);
    expect(shown).not.toMatch(/<script|\burl\(/);
  }
  expect(text).toContain('sid retrieve --embeddings');
});

test('the same command gives the same files but for its times; --resume finds it done', async () => {
  const words = ['--embeddings', inRoot('near.arrow'), ...VECTORS, '--exact', '--k', '1,10'];
  await retrieve('once', ...words);
  await retrieve('twice', ...words);
  for (const file of ['page.html', 'answers.arrow', 'shown.json']) {
    const [a, b] = ['once', 'twice'].map((out) => readFileSync(join(inRoot(out), file)));
    expect(a.equals(b), file).toBe(true);
  }
  const again = await runCli('retrieve', ...words, '--out', inRoot('once'), '--resume');
  expect(again.err).toContain('nothing to do');
  const other = await runCli(
    'retrieve',
    ...words,
    '--seed',
    '2',
    '--out',
    inRoot('once'),
    '--resume',
  );
  expect(other).toMatchObject({ status: 2 });
});

test('item -> item: others of the type, by pairs, or of the same id', async () => {
  const one = ['--embeddings', inRoot('near.arrow'), '--exact', '--k', '5'];
  const byType = await retrieve('type', ...one, '--items', inRoot('catalog.csv'));
  expect(byType).toMatchObject({ queries: 60, wanted_items: 7, wanted: 'others of the same type' });
  expect(Object.keys(byType.chance)).toEqual(['hits@5', 'mrr', 'recall@5']);
  const [low, high] = byType.embeddings[0].figures['hits@5'].ci95 ?? [];
  // Types are drawn without regard to the vectors.
  expect(low).toBeLessThan(byType.chance['hits@5']);
  expect(high).toBeGreaterThan(byType.chance['hits@5']);
  const byTitle = ['--items', inRoot('catalog.csv'), '--relevant-by', 'title'];
  const alone = await runCli('retrieve', ...one, ...byTitle, '--out', inRoot('alone'));
  expect(alone.err).toContain(
    'no two items share a value of title; choose another column with --relevant-by',
  );
  const few = await retrieve(
    'few',
    ...one,
    '--items',
    inRoot('catalog.csv'),
    '--most-queries',
    '9',
  );
  expect(few.queries).toBe(9);
  writeFileSync(
    inRoot('siblings.csv'),
    'query_id,item_id\nitem 1,item 2\nitem 1,item 3\nitem 4,item 5\n',
  );
  const byPairs = await retrieve('pairs', ...one, '--pairs', inRoot('siblings.csv'));
  expect(byPairs).toMatchObject({ queries: 2, wanted_items: 3 });
  const sameId = await retrieve('ids', ...one, '--queries', inRoot('far.arrow'));
  expect(sameId).toMatchObject({ queries: 60, wanted: 'the item of the same id' });
});

test('queries that are encoded already need neither encoder nor names of columns', async () => {
  const one = ['--embeddings', inRoot('near.arrow'), '--exact', '--k', '5', '--show', '0'];
  const encoding = ['--encoder', 'text', '--clip', 'none', '--threads', '2'];
  const columns = [
    '--query-columns',
    file('columns.json', '{"id": "query_id", "item": "item_id"}'),
  ];
  const warningsOf = async (...words: string[]) => {
    const out = ['--out', inRoot('encoded'), '--force'];
    const { status, err } = await runCli('retrieve', ...one, ...words, ...out);
    expect(status, err).toBe(0);
    return err.split('\n').filter((line) => line.startsWith('warning'));
  };
  const far = inRoot('far.arrow');
  expect(await warningsOf('--queries', far, ...encoding, ...columns)).toEqual(
    ['encoder', 'clip', 'threads', 'query-columns'].map(
      (flag) => `warning: --${flag} has no effect: ${far} holds queries that are encoded`,
    ),
  );
  expect(await warningsOf(...VECTORS, ...columns)).toEqual([]);
});

const file = (name: string, text: string): string => {
  writeFileSync(inRoot(name), text);
  return inRoot(name);
};
await writeItemEmbeddings(inRoot('wide.arrow'), {
  ...{ itemIds: ['like item 1'], embeddings_ND: new Float32Array(9).fill(1), width: 9 },
});
await writeItemEmbeddings(inRoot('zero.arrow'), {
  ...{ itemIds: ['a', 'b'], embeddings_ND: Float32Array.of(1, 1, 0, 0), width: 2 },
});

test.each([
  [
    ['--pairs', file('p1.csv', 'query_id,item_id\nitem 1,itm 2\n')],
    'p1.csv, row 1: item itm 2 is not in',
  ],
  [['--pairs', file('p2.csv', 'query,item_id\na,item 2\n')], 'p2.csv has no column query_id'],
  [['--pairs', file('p3.csv', 'query_id,item_id\nitem 1,\n')], 'p3.csv, row 1: item_id is empty'],
  [['--queries', file('q1.csv', 'query,item_id\n,item 2\n')], 'q1.csv, row 1: query is empty'],
  [['--queries', file('q2.csv', 'query\nmug\n')], 'no column item_id that says what is wanted'],
  [['--queries', file('q3.csv', 'what,item_id\nmug,item 1\n')], 'neither a column query'],
  [
    ['--queries', file('q4.csv', 'query,item_id\nmug,item 1\n')],
    'no run.json beside it says what encoded',
  ],
  [
    ['--queries', inRoot('q4.csv'), '--encoder', 'text', '--clip', 'none'],
    'the encoder text does not look at --clip; leave it out',
  ],
  [
    ['--queries', inRoot('wide.arrow'), '--pairs', inRoot('pairs.csv')],
    'queries have 9 floats, the items of',
  ],
  [['--queries', inRoot('queries.arrow')], 'no query has the id of an item; say with --pairs'],
  [[...VECTORS, '--k', '100'], '--k 100: a query has 60 items to choose from'],
  [[], 'nothing says what is wanted; give --queries, --pairs, or the catalog with --items'],
  [['--embeddings', inRoot('zero.arrow')], 'row 2: the embedding is all zeros'],
  [
    [
      '--embeddings',
      inRoot('near.arrow'),
      `far=${inRoot('near.arrow')}`,
      `far=${inRoot('far.arrow')}`,
    ],
    'two embeddings are called far',
  ],
  [['--embeddings', root], 'holds no embeddings.arrow'],
])('what the user can mend is said in one line: %j', async (words, text) => {
  const one = words.includes('--embeddings') ? [] : ['--embeddings', inRoot('near.arrow')];
  const run = await runCli('retrieve', ...one, ...words, '--exact', '--out', inRoot('none'));
  expect(run.status).toBe(2);
  expect(run.err).toContain(text);
  expect(existsSync(inRoot('none'))).toBe(false);
});

testOnModels(['tiny-clip'], 'items by their pictures, searches in words: CLIP', async () => {
  const photo = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  for (const name of ['a.png', 'b.png', 'c.png']) writeFileSync(inRoot(name), photo);
  const catalog = file('pictures.csv', 'id,picture\na,a.png\nb,b.png\nc,c.png\n');
  const model = ['--encoder', 'clip-picture', '--clip', sharedModel('tiny-clip')];
  const embedded = await runCli('embed', '--items', catalog, ...model, '--out', inRoot('clip'));
  expect(embedded.status, embedded.err).toBe(0);
  const searches = file('words.csv', 'query,item_id\nred mug,a\nblue mug,b\n');
  const words = ['--embeddings', inRoot('clip'), '--queries', searches, '--exact', '--k', '1'];
  const metrics = await retrieve('clip-found', ...words);
  // One picture three times: all are tied.
  expect(metrics.embeddings[0].figures['hits@1'].value).toBeCloseTo(1 / 3, 10);
  expect(metrics.chance['hits@1']).toBeCloseTo(1 / 3, 10);
  const shown = await runCli('retrieve', ...words, '--show', '2', '--out', inRoot('clip-shown'));
  expect(shown.err).not.toContain('not on the page');
  expect(readFileSync(join(inRoot('clip-shown'), 'page.html'), 'utf8')).toContain(
    'data:image/jpeg',
  );
  writeFileSync(inRoot('b.png'), 'no picture');
  const broken = await runCli('retrieve', ...words, '--show', '2', '--out', inRoot('clip-broken'));
  expect(broken.err).toMatch(/1 picture not on the page; the first: .*b\.png: /);
  const photos = file('photos.csv', 'picture,item_id\na.png,b\n');
  const byText = ['--embeddings', inRoot('clip'), '--queries', photos, '--encoder', 'clip-text'];
  const run = await runCli('retrieve', ...byText, '--exact', '--k', '1', '--out', inRoot('none'));
  expect(run.err).toContain('photos.csv has pictures, but the encoder clip-text looks at texts');
});

testOnModels(
  ['all-MiniLM-L6-v2'],
  'a CSV of searches: encoded as the items were, their vectors kept',
  async () => {
    const model = ['--text-model', sharedModel('all-MiniLM-L6-v2')];
    const catalog = file(
      'shop.csv',
      'id,title\n1,red mug\n2,garden hose\n3,wool scarf\n4,desk lamp\n',
    );
    const embedded = await runCli('embed', '--items', catalog, ...model, '--out', inRoot('shop'));
    expect(embedded.status, embedded.err).toBe(0);
    const searches = file(
      'searches.csv',
      'query,item_id\ncup for coffee,1\nwatering plants,2\nkeeps my neck warm,3\nlight for reading,4\ncup for coffee,1\n',
    );
    const words = ['--embeddings', inRoot('shop'), '--queries', searches, '--exact', '--k', '1,2'];
    const metrics = await retrieve('shop-found', ...words);
    expect(metrics).toMatchObject({ queries: 4, items: 4, left_out: { copies: 1, queries: 0 } });
    expect(metrics.embeddings[0].figures['hits@1'].value).toBe(1);
    expect(readFileSync(join(inRoot('shop-found'), 'page.html'), 'utf8')).toContain(
      'watering plants',
    );
    // The vectors can be asked again, by text.
    const kept = join(inRoot('shop-found'), 'queries', 'shop');
    const pairs = file('asked.csv', 'query_id,item_id\nwatering plants,2\n');
    const again = await retrieve(
      'shop-again',
      ...[
        '--embeddings',
        inRoot('shop'),
        '--queries',
        kept,
        '--pairs',
        pairs,
        '--exact',
        '--k',
        '1',
      ],
    );
    expect(again).toMatchObject({ queries: 1 });
    expect(existsSync(join(kept, 'checkpoint'))).toBe(false);
  },
);
