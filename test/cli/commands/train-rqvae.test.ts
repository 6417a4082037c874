import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { readSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
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
  expect(record.metrics.history).toHaveLength(3);
  expect(existsSync(`${rqvae}.partial`)).toBe(false);
  expect((await readSemanticIds(join(sids, 'sids.arrow'))).itemIds).toHaveLength(200);

  const again = await runCli(...training, '--out', rqvae);
  expect(again).toMatchObject({ status: 2, out: '' });
  expect(again.err).toContain('already holds a run');
});

test.each([
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
