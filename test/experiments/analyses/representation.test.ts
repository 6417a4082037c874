import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { representation } from '../../../src/experiments/analyses/representation.ts';
import { measureRepresentation } from '../../../src/experiments/analyses/measure-representation.ts';
import { readTrainedRows } from '../../../src/experiments/read-trained-rows.ts';
import { ignoreProgress } from '../../../src/util/progress.ts';
import { trainTiny } from '../../support/tiny-trained.ts';
import type { TinyTrained } from '../../support/tiny-trained.ts';

let trained: TinyTrained;

beforeAll(async () => {
  // A model that learns: its NE of day 3 is 0.94.
  const flags = [
    ...['--batch-size', '32', '--table-learning-rate', '1', '--learning-rate', '0.1'],
    ...['--history-length', '50', '--dense-hidden', '8', '--top-hidden', '8'],
  ];
  const folder = mkdtempSync(join(tmpdir(), 'sid-representation-'));
  trained = await trainTiny(folder, 'individual', ...flags);
});

test('the spread of the first code, from the rows of the saved model', async () => {
  const { figures } = await measureRepresentation(trained.input, { collisionFactor: 5 });
  const { rows_EM, item_E, width } = await readTrainedRows(trained.run, ignoreProgress);
  expect(item_E).toHaveLength(40);
  const variances = [0, 1, 2, 3].map((cluster) => {
    const rows = Array.from(item_E)
      .filter((item) => item % 4 === cluster)
      .map((item) => Array.from(rows_EM.subarray(item * width, (item + 1) * width)));
    const center = rows[0].map((_, m) => rows.reduce((sum, row) => sum + row[m], 0) / rows.length);
    const squared = rows.map((row) => row.reduce((sum, x, m) => sum + (x - center[m]) ** 2, 0));
    return squared.reduce((a, b) => a + b, 0) / rows.length;
  });
  const expected = variances.reduce((a, b) => a + b, 0) / 4;
  expect(figures.variance_depth_1).toBeCloseTo(expected, 6);
  expect(figures.clusters_depth_1).toBe(4);
  expect(figures.variance_to_random_depth_1).toBeCloseTo(expected / figures.variance_random, 6);
});

test('items of a cluster are clicked by the same users, so their embeddings are more alike', async () => {
  const { figures } = await measureRepresentation(trained.input, { collisionFactor: 5 });
  expect(figures.variance_ratio_depth_1).toBeLessThan(0.9);
  expect(figures.small_distance_ratio_depth_1).toBeLessThan(1);
  expect(figures.large_distance_ratio_depth_1).toBeLessThan(1);
});

test('the depth nearest to the buckets in number; codes that tell all apart have no spread', async () => {
  const measure = async (collisionFactor: number) =>
    (await measureRepresentation(trained.input, { collisionFactor })).figures;
  const coarse = await measure(10);
  expect(coarse.clusters_random).toBeLessThanOrEqual(4);
  expect(coarse.comparable_depth).toBe(1);
  expect(coarse.variance_ratio_comparable).toBe(coarse.variance_ratio_depth_1);
  const fine = await measure(2);
  expect(fine.comparable_depth).toBe(2);
  expect(fine.variance_to_random_comparable).toBe(fine.variance_to_random_depth_2);
  expect(fine.clusters_depth_3).toBe(40);
  expect(fine.variance_depth_3).toBeNaN();
});

test('it is for individual embeddings, and every figure has a meaning', async () => {
  const { run } = trained;
  expect(representation.whyNot?.({ ...run, embed: 'prefix' })).toMatch(/no row of its own/);
  expect(representation.whyNot?.(run)).toBeUndefined();
  const { figures } = await measureRepresentation(trained.input, { collisionFactor: 5 });
  for (const name of Object.keys(figures)) {
    expect(Object.keys(representation.meaning)).toContain(name.replaceAll(/\d+/g, '{n}'));
  }
});
