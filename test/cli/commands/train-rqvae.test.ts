import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { corpusPath } from '../../../src/artifacts/corpus.ts';
import { writeIds } from '../../../src/artifacts/id-file.ts';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { readSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import { writeTinyCorpus } from '../../experiments/tiny-run.ts';
import { groupedItems } from '../../quantizer/support.ts';
import { runCli } from '../../support/run-cli.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-train-rqvae-'));
const embeddings = join(root, 'embeddings.arrow');
const SMALL = ['--levels', '2', '--codebook-size', '6', '--hidden', 'none', '--latent-width', '8'];

beforeAll(() => writeItemEmbeddings(embeddings, groupedItems()));

test('train, then assign: the figures agree, and run.json has the history', async () => {
  const [rqvae, sids] = [join(root, 'rqvae'), join(root, 'sids')];
  const training = ['train-rqvae', '--embeddings', embeddings, ...SMALL, '--epochs', '3'];
  const trained = await runCli(...training, '--seed', '4', '--out', rqvae, '--json');
  expect(trained).toMatchObject({ status: 0, err: '' });
  const assigned = await runCli(
    ...['assign', '--rqvae', rqvae, '--embeddings', embeddings, '--out', sids, '--json'],
  );
  expect(assigned).toMatchObject({ status: 0, err: '' });
  const result = JSON.parse(trained.out) as Record<string, unknown>;
  const assignResult = JSON.parse(assigned.out) as Record<string, unknown>;
  for (const key of [
    'items',
    'semantic_ids',
    'items_per_semantic_id',
    'sharing_percent',
    'largest',
  ]) {
    expect(assignResult[key], key).toBe(result[key]);
  }
  expect(result).toMatchObject({ items: 200, validation_items: 10, epochs: 3 });
  for (const key of ['items_per_second', 'seconds', 'peak_memory_mb', 'train_loss', 'loss']) {
    expect(result[key], key).toBeGreaterThan(0);
  }
  const record = JSON.parse(readFileSync(join(rqvae, 'run.json'), 'utf8')) as {
    config: object;
    metrics: { history: unknown[] };
  };
  expect(record.config).toMatchObject({
    levels: 2,
    codebookSize: 6,
    hidden: [],
    seed: 4,
    epochs: 3,
  });
  // The start, and three epochs.
  expect(record.metrics.history).toHaveLength(4);
  expect(existsSync(`${rqvae}.partial`)).toBe(false);
  expect((await readSemanticIds(join(sids, 'sids.arrow'))).itemIds).toHaveLength(200);

  const again = await runCli(...training, '--out', rqvae);
  expect(again).toMatchObject({ status: 2, out: '' });
  expect(again.err).toContain('already holds a run');
});

test('with --days nothing is learned from items that were shown on other days only', async () => {
  const known = Array.from({ length: 120 }, (_, i) => i);
  const late = Array.from({ length: 80 }, (_, i) => 120 + i);
  const numItems = 200;
  const items = {
    ...groupedItems(numItems),
    itemIds: Float64Array.from({ length: numItems }, (_, i) => i),
  };
  const train = async (name: string, change: (value: number, item: number) => number) => {
    const corpus = await writeTinyCorpus(join(root, name), [known, [0, 3], late], numItems);
    await writeIds(corpusPath(corpus, 'items.arrow'), 'item_id', items.itemIds);
    const embeddings_ND = items.embeddings_ND.map((value, i) =>
      change(value, Math.floor(i / items.width)),
    );
    await writeItemEmbeddings(corpusPath(corpus, 'embeddings.arrow'), { ...items, embeddings_ND });
    const out = join(root, `${name}-rqvae`);
    const words = ['train-rqvae', '--corpus', corpus, ...SMALL, '--epochs', '3'];
    const trained = await runCli(...words, '--days', '1-2', '--out', out, '--json');
    expect(trained).toMatchObject({ status: 0, err: '' });
    return {
      result: JSON.parse(trained.out) as object,
      model: readFileSync(join(out, 'best.safetensors')),
    };
  };
  const plain = await train('plain', (value) => value);
  expect(plain.result).toMatchObject({ items: 200, known_items: 120, validation_items: 6 });
  const otherLate = await train('other-late', (value, item) => (item < 120 ? value : 50 - value));
  expect(otherLate.model.equals(plain.model)).toBe(true);
  const otherKnown = await train('other-known', (value, item) => (item < 120 ? -value : value));
  expect(otherKnown.model.equals(plain.model)).toBe(false);
});

test.each([
  [
    ['train-rqvae', '--embeddings', embeddings, '--days', '1-2', '--out', 'o'],
    '--days are those of a corpus; give --corpus, not --embeddings',
  ],
  [['train-rqvae', '--out', 'o'], 'give --corpus DIR, or --embeddings FILE'],
  [
    ['train-rqvae', '--out', 'o', '--corpus', 'c', '--embeddings', 'e'],
    '--corpus and --embeddings are both given; leave one out',
  ],
  [
    ['train-rqvae', '--embeddings', embeddings, '--out', join(root, 'big')],
    '--codebook-size 2048 wants as many items to train on, there are 190; give at most that',
  ],
  [
    ['train-rqvae', '--embeddings', '/no/file', '--out', join(root, 'o')],
    '/no/file does not exist',
  ],
  [['train-rqvae', '--quantizer', 'rqvae', '--out', 'o'], 'did you mean "rq-vae"?'],
  [
    ['assign', '--rqvae', root, '--embeddings', embeddings, '--out', join(root, 'p')],
    'holds no best model; make one with sid train-rqvae',
  ],
])('%j is one line and status 2', async (words, message) => {
  const { status, out, err } = await runCli(...words);
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect([status, out]).toEqual([2, '']);
});

test('training that ends early says after which epoch, and by what', async () => {
  const words = ['train-rqvae', '--embeddings', embeddings, ...SMALL, '--epochs', '50'];
  const given = ['--patience', '2', '--best-by', 'neighbor-recall', '--out', join(root, 'early')];
  const { status, out } = await runCli(...words, ...given);
  const [, epochs, best] =
    /^(\d+) epochs of 50, since none was better by neighbor-recall after (\d+) in /m.exec(out) ??
    [];
  expect([status, Number(epochs) - Number(best)]).toEqual([0, 2]);
});

test('codes that collapse are named with the flag to try, in the record too', async () => {
  const words = [
    'train-rqvae',
    '--embeddings',
    embeddings,
    '--levels',
    '2',
    '--codebook-size',
    '50',
  ];
  const given = ['--epochs', '1', '--codebook-start', 'random', '--restart-after', '0'];
  const { status, out, err } = await runCli(...words, ...given, '--out', join(root, 'c'), '--json');
  expect(err).toMatch(
    /^warning: level 1 has collapsed: \d+ of 50 codes are used, perplexity [\d.]+; try --codebook-start kmeans$/m,
  );
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    collapsed: [{ level: 1, codebook_size: 50, setting: 'codebookStart', value: 'kmeans' }, {}],
  });
});

test('the columns that were read are settings of a run: others are another run', async () => {
  const path = join(root, 'columns.jsonl');
  const rows = Array.from({ length: 40 }, (_, i) =>
    JSON.stringify({ sku: `s${i}`, first: [i, 1, i % 7], second: [1, i % 5, i] }),
  );
  writeFileSync(path, rows.join('\n'));
  const [rqvae, sids] = [join(root, 'columns-rqvae'), join(root, 'columns-sids')];
  const kind = ['--quantizer', 'residual-kmeans', '--levels', '2', '--codebook-size', '4'];
  const words = ['train-rqvae', '--embeddings', path, ...kind, '--out', rqvae];
  const first = [...words, '--embedding-column', 'first'];
  expect(await runCli(...first)).toMatchObject({ status: 0, err: '' });
  const configOf = (folder: string): unknown =>
    (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { config: unknown }).config;
  expect(configOf(rqvae)).toMatchObject({ idColumn: null, embeddingColumn: 'first' });
  expect(await runCli(...first, '--resume')).toMatchObject({ status: 0 });
  const other = await runCli(...words, '--embedding-column', 'second', '--resume');
  expect(other).toMatchObject({ status: 2, out: '' });
  expect(other.err).toContain('was begun with embeddingColumn "first", now it is "second"');
  const assigning = ['assign', '--rqvae', rqvae, '--embeddings', path, '--out', sids];
  expect(
    await runCli(...assigning, '--id-column', 'sku', '--embedding-column', 'first'),
  ).toMatchObject({ status: 0, err: '' });
  expect(configOf(sids)).toMatchObject({ idColumn: 'sku', embeddingColumn: 'first' });
});

test('one size beside a list of sizes has no effect, and that is said', async () => {
  const words = ['train-rqvae', '--embeddings', embeddings, '--quantizer', 'residual-kmeans'];
  const given = ['--levels', '2', '--codebook-size', '6', '--codebook-sizes', '6,4'];
  const { status, err } = await runCli(...words, ...given, '--out', join(root, 'sizes'), '--json');
  expect([status, err]).toEqual([
    0,
    'warning: --codebook-size has no effect beside --codebook-sizes\n',
  ]);
});

test('a flag without effect is warned of, and the command goes on', async () => {
  const words = ['train-rqvae', '--embeddings', embeddings, '--quantizer', 'residual-kmeans'];
  const given = ['--levels', '2', '--codebook-size', '6', '--epochs', '4', '--kmeans-rounds', '3'];
  const { status, err } = await runCli(...words, ...given, '--out', join(root, 'idle'), '--json');
  expect([status, err]).toEqual([
    0,
    'warning: --epochs has no effect with --quantizer residual-kmeans; it is for rq-vae\n',
  ]);
});
