import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { madeUpRecord, writeMadeUp } from '../../support/made-up-records.ts';
import { comparisonMetrics, rankerMetrics } from '../../support/made-up-shop.ts';
import { runCli } from '../../support/run-cli.ts';

let folder: string;
let page: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
  page = join(folder, 'page.html');
  await writeMadeUp(madeUpRecord('train-ranker', folder, { metrics: rankerMetrics() }));
});

test('sid report writes a page and tells what is on it', async () => {
  const { status, out } = await runCli('report', '--in', folder, '--out', page, '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ out: page, records: 1, comparisons: 0, charts: 1 });
  expect(readFileSync(page, 'utf8')).toContain('<title>Semantic IDs: what was measured</title>');
});

test('a page is replaced with --force only, anything else never', async () => {
  const first = readFileSync(page);
  const again = await runCli('report', '--in', folder, '--out', page);
  expect(again).toMatchObject({ status: 2, err: expect.stringContaining('add --force') as string });
  const forced = await runCli('report', '--in', folder, '--out', page, '--force');
  expect(forced.status).toBe(0);
  expect(readFileSync(page)).toEqual(first);

  const other = join(folder, 'letter.html');
  writeFileSync(other, '<p>mine</p>');
  for (const path of [other, folder]) {
    const { status, err } = await runCli('report', '--in', folder, '--out', path, '--force');
    expect(status).toBe(2);
    expect(err.split('\n')).toHaveLength(2);
  }
  expect(readFileSync(other, 'utf8')).toBe('<p>mine</p>');
});

test('a folder without records is a fault of the command line', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'empty-'));
  const { status, err } = await runCli('report', '--in', empty, '--out', join(empty, 'x.html'));
  expect(status).toBe(2);
  expect(err).toMatch(
    /^error: .*no run\.json lies below it; give output folders of sid commands\n$/,
  );
});

test('with --markdown the words of a document stay and its figures are made again', async () => {
  const shop = mkdtempSync(join(tmpdir(), 'shop-'));
  await writeMadeUp(madeUpRecord('compare', shop, { metrics: comparisonMetrics() }));
  const out = join(shop, 'results.md');
  const words = ['report', '--in', shop, '--markdown', '--out', out, '--force', '--json'];
  expect((await runCli(...words)).status).toBe(0);
  const made = readFileSync(out, 'utf8');
  writeFileSync(out, made.replace('# Results', '# Ours').replaceAll('0.9500', '0.1234'));
  const again = await runCli(...words);
  expect(JSON.parse(again.out)).toMatchObject({ comparisons: 1, not_found: [] });
  expect(readFileSync(out, 'utf8')).toBe(made.replace('# Results', '# Ours'));

  const letter = join(shop, 'letter.md');
  writeFileSync(letter, '# mine\n');
  const refused = await runCli('report', '--in', shop, '--markdown', '--out', letter, '--force');
  expect(refused).toMatchObject({ status: 2 });
  expect(readFileSync(letter, 'utf8')).toBe('# mine\n');
});
