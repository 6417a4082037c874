import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { readAnyRecord } from '../../src/records/all-records.ts';
import { boundsInWords, verdictOf } from '../../src/records/score-kinds.ts';
import { renderPage } from '../../src/report/page.ts';
import { writeCodedShop } from '../support/coded-shop.ts';
import { runCli } from '../support/run-cli.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-inspection-'));
const out = join(root, 'out');

beforeAll(async () => {
  const { sids, catalog } = await writeCodedShop(root);
  const embeddings = join(root, 'embeddings.arrow');
  await writeItemEmbeddings(embeddings, {
    itemIds: Float64Array.of(11, 12, 13, 14, 15, 16),
    // All contents differ, so that items 11 and 12 collide.
    embeddings_ND: Float32Array.of(...[1, 0, 1, 0.1, 8, 1, 7, 2, 0, 1, 0.1, 1]),
    width: 2,
  });
  const words = ['--sids', `one=${sids}`, `two=${sids}`, '--embeddings', embeddings];
  const run = await runCli(
    ...['inspect', ...words, '--items', catalog, '--k', '2', '--most-queries', '4', '--out', out],
  );
  expect(run.status, run.err).toBe(0);
});

test('the report has the sheets side by side, charts, and which items collide', async () => {
  const records = [{ folder: out, record: readAnyRecord(out) }];
  const { text, charts } = await renderPage({ records, faults: [] }, {});
  const plain = text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(charts).toBe(4);
  expect(plain).toContain('How good the codes are: one, two');
  expect(plain).toMatch(/level 1 codes used 3 of 4 poor 3 of 4 poor/);
  expect(plain).toMatch(/whole IDs told apart, % 66\.7 poor 66\.7 poor/);
  expect(plain).toContain('3,0 2 red mug | blue mug');
  expect(plain).toContain('codes used : codes that some item has;');
  expect(plain).toMatch(/first 1 changed, % – 0\.0 \(0\.0\) good/);
});

test('verdicts: on the bound is good, beyond the other poor, and less may be better', () => {
  expect([1, 0.95, 0.9, 0.89].map((share) => verdictOf('used', share))).toEqual([
    ...['good', 'fair', 'fair', 'poor'],
  ]);
  expect([0.4, 0.5, 0.7, 0.71].map((value) => verdictOf('gini', value))).toEqual([
    ...['good', 'fair', 'fair', 'poor'],
  ]);
  expect(verdictOf('gini', NaN)).toBeNull();
  expect(verdictOf('largest', 5)).toBeNull();
  expect(boundsInWords('gini')).toBe('; good up to 0.4, poor above 0.7');
  expect(boundsInWords('recall')).toBe('; good from 30 %, poor below 10 %');
});
