import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { itemTruthPath, writeItemTruth } from '../../../src/artifacts/world-truth.ts';
import { runCli } from '../../support/run-cli.ts';
import { TINY, writeTinyCorpus } from '../../support/tiny-corpus.ts';
import { analyzeRun, trainTinyRanker } from './tiny-ranker.ts';

test('a model of the first code alone: copies of one cluster are the same, of two they differ', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sid-aa-'));
  const files = await writeTinyCorpus(root);
  const flags = ['--embed', 'prefix', '--depth', '1', '--rows', '4'];
  const run = await trainTinyRanker(files, join(root, 'run'), ...flags);

  const without = await runCli('analyze', 'aa', '--run', run);
  expect(without.status).toBe(2);
  expect(without.err).toContain('sid simulate with --copy-share');

  // The cluster of an item is its number modulo 4: 4 and 8 are as their originals, 7 is not.
  const { numItems } = TINY;
  const copyOf = Int32Array.from({ length: numItems }, (_, item) => item);
  copyOf.set([0], 4);
  copyOf.set([12], 8);
  copyOf.set([2], 7);
  const kinds: Readonly<Record<number, string>> = { 4: 'exact', 7: 'near', 8: 'exact' };
  await writeItemTruth(itemTruthPath(files.corpus), {
    itemIds: Array.from(copyOf, (_, item) => `item-${item}`),
    cluster: [new Int32Array(numItems), new Int32Array(numItems), new Int32Array(numItems)],
    quality: new Float32Array(numItems),
    copyOf,
    copyKind: Array.from(copyOf, (_, item) => kinds[item] ?? 'none'),
  });
  const { figures, by_construction, detail } = await analyzeRun('aa', run);
  expect(by_construction).toEqual(['exact', 'exact_by_pair']);
  expect(figures).toMatchObject({ exact: 0, exact_by_pair: 0, exact_pairs: 2, near_pairs: 1 });
  expect(figures.near).toBeGreaterThan(0.1);
  expect(figures.near_by_pair).toBe(figures.near);
  // 1000 impressions over 40 items: four items have about 100, two about 50.
  expect(detail).toMatchObject({ day: 4, impressions: TINY.impressionsPerDay });
  expect(Math.abs(Number(detail.exact_impressions) - 100)).toBeLessThan(40);
  expect(Math.abs(Number(detail.near_impressions) - 50)).toBeLessThan(30);
});
