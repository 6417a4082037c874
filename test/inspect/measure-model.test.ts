import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { varianceLost } from '../../src/metrics/variance-lost.ts';
import type { ScoreSheet } from '../../src/records/inspect-record.ts';
import { Rng } from '../../src/util/rng.ts';
import { runCli } from '../support/run-cli.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-measure-model-'));

test('variance lost by hand: 0 and 2 around 1, one of them kept', () => {
  expect(varianceLost(Float32Array.of(0, 2), [0, 1], 1)).toBe(1 / 2);
  expect(varianceLost(Float32Array.of(0, 2), [1, 1], 1)).toBe(1);
  expect(varianceLost(Float32Array.of(0, 2), [2, 0], 1)).toBe(4);
});

async function sid(...words: string[]): Promise<string> {
  const run = await runCli(...words);
  expect(run.status, run.err).toBe(0);
  return run.out;
}

test('of residual k-means the model loses what is left within prefixes, or more, level by level', async () => {
  const rng = Rng.fromSeed(9);
  const embeddings = join(root, 'items.arrow');
  const [numItems, width] = [300, 4];
  await writeItemEmbeddings(embeddings, {
    itemIds: Float64Array.from({ length: numItems }, (_, item) => item),
    embeddings_ND: Float32Array.from({ length: numItems * width }, () => rng.normal()),
    width,
  });
  const [model, sids] = [join(root, 'model'), join(root, 'sids')];
  await sid(
    ...['train-rqvae', '--embeddings', embeddings, '--quantizer', 'residual-kmeans'],
    ...['--codebook-size', '8', '--out', model],
  );
  await sid('assign', '--rqvae', model, '--embeddings', embeddings, '--out', sids);
  const words = ['inspect', '--sids', sids, '--embeddings', embeddings, '--rqvae', model];
  const shown = JSON.parse(await sid(...words, '--json')) as { codes: readonly ScoreSheet[] };
  const [{ model: measured, depths, recall }] = shown.codes;
  if (measured === null) throw new Error('the model was given');
  // The best stand-in of a prefix is the mean of its items, which k-means has nearly for the first level.
  expect(measured.residual_percent[0]).toBeCloseTo(depths[0].variance_left_percent, 0);
  measured.residual_percent.forEach((left, i) => {
    expect(left).toBeGreaterThan(depths[i].variance_left_percent - 1e-3);
    if (i > 0) expect(left).toBeLessThan(measured.residual_percent[i - 1]);
  });
  // The latent of k-means is the content.
  expect(measured.lost_percent).toBeCloseTo(measured.residual_percent[2], 3);
  expect(measured.recall[0].value).toBeGreaterThan(recall[0].value);
  expect(await sid(...words)).toMatch(/level 3 +residual, % +\d+\.\d/);

  // A level that only counts is none of the model's.
  const counted = join(root, 'counted');
  const assigning = ['assign', '--rqvae', model, '--embeddings', embeddings, '--out', counted];
  await sid(...assigning, '--collisions', 'count');
  const both = ['inspect', '--sids', sids, counted, ...words.slice(3), '--json'];
  const ofBoth = JSON.parse(await sid(...both)) as typeof shown;
  expect(ofBoth.codes[1].levels).toHaveLength(4);
  expect(ofBoth.codes[1].model).toEqual(measured);

  const other = join(root, 'other');
  await sid(
    ...['train-rqvae', '--embeddings', embeddings, '--quantizer', 'residual-kmeans'],
    ...['--codebook-size', '4', '--out', other],
  );
  const run = await runCli(...words.slice(0, -1), other);
  expect(run.status).toBe(2);
  expect(run.err).toContain('none of the codes is from this model');
});
