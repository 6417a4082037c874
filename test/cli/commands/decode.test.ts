import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { decodeRecord } from '../../../src/records/decode-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { writeCodedShop } from '../../support/coded-shop.ts';
import { draw } from '../../support/draw-picture.ts';
import { testWithPackages } from '../../support/embed-packages.ts';
import { runCli } from '../../support/run-cli.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-decode-cli-'));
let [sids, catalog] = ['', ''];

beforeAll(async () => {
  ({ sids, catalog } = await writeCodedShop(root));
});

async function decode(...words: readonly string[]): Promise<string> {
  const run = await runCli('decode', '--sids', sids, ...words);
  expect(run.status, run.err).toBe(0);
  return run.out;
}

test('an overview: the largest prefixes, what their items are, how pure they are', async () => {
  const out = await decode('--items', catalog);
  // 3 of the 4 items under 3 are mugs; 5 of 6 items are of their prefix's type.
  expect(out).toMatch(/first 1 +3 +4 +33\.3 +83\.3 +/);
  expect(out).toMatch(/\n3 +4 +75 +Mugs +.*red mug \| blue mug \| mug tree/);
  expect(out).toMatch(/\n0 +1 +100 +Tables/);
  const { prefixes, by_length } = JSON.parse(await decode('--items', catalog, '--json')) as {
    prefixes: object[];
    by_length: object[];
  };
  expect(by_length).toMatchObject([
    { depth: 1, prefixes: 3, largest: 4, alone_percent: (100 * 2) / 6 },
    { depth: 2, prefixes: 5, largest: 2, alone_percent: (100 * 4) / 6 },
  ]);
  expect(prefixes[0]).toMatchObject({ prefix: [3], items: 4, type: 'Mugs', type_percent: 75 });
});

test('items under a prefix, and siblings of an item', async () => {
  const lines = (await decode('--items', catalog, '--prefix', '3')).split('\n');
  expect(lines).toContain('3: 4 items, 75 % Mugs');
  expect(lines.filter((line) => line.startsWith('  '))).toEqual([
    '  3,0  11  red mug',
    '  3,0  12  blue mug',
    '  3,1  14  mug tree',
    '  3,2  13  green mug',
  ]);
  const siblings = await decode('--items', catalog, '--item', '12');
  expect(siblings).toMatch(
    /^item 12 "blue mug": 3,0\n\n3,0, the same semantic ID: 1 item, 100 % Mugs\n {2}3,0 {2}11 {2}red mug\n\n3, the first code and no more: 2 items/,
  );
  const json = JSON.parse(await decode('--item', '12', '--json', '--most', '1')) as object;
  expect(json).toMatchObject({
    item: { item_id: 12, codes: [3, 0], title: null, type: null },
    prefixes: [
      { prefix: [3, 0], members: [{ item_id: 11 }] },
      { prefix: [3], members: [{ item_id: 13 }, { item_id: 14 }] },
    ],
  });
});

test('siblings by the distance of their embeddings, nearest first; those without one last', async () => {
  const path = join(root, 'vectors.csv');
  // Item 12 shares both codes with 11, and the first with 13 and 14.
  writeFileSync(path, 'id,vector\n14,"[1, 1]"\n12,"[2, 0]"\n11,"[0, 3]"\n');
  const words = ['--item', '12', '--embeddings', path];
  const { prefixes } = JSON.parse(await decode(...words, '--json')) as {
    prefixes: { members: { item_id: number; distance: number | null }[] }[];
  };
  expect(
    prefixes.map(({ members }) => members.map((each) => [each.item_id, each.distance])),
  ).toEqual([
    [[11, 1]],
    [
      [14, expect.closeTo(1 - Math.SQRT1_2, 6)],
      [13, null],
    ],
  ]);
  expect(await decode(...words)).toMatch(/ {2}3,1 {2}14 {2}0\.293\n {2}3,2 {2}13 {2}unknown/);
  const { status, err } = await runCli(
    'decode',
    '--sids',
    sids,
    '--item',
    '13',
    '--embeddings',
    path,
  );
  expect([status, err]).toEqual([
    2,
    `error: ${path} has no embedding of item 13; give the file that it is in\n`,
  ]);
});

test('items without a catalog row and rows without codes are counted, never fatal', async () => {
  const shop = await writeCodedShop(mkdtempSync(join(tmpdir(), 'sid-gaps-')), {
    without: [11],
    extra: ['99,new mug,Mugs,'],
  });
  const run = await runCli(
    ...['decode', '--sids', shop.sids, '--items', shop.catalog, '--prefix', '3,0'],
  );
  expect(run.status).toBe(0);
  expect(run.err).toContain('1 item with codes not in the catalog, shown by id');
  expect(run.err).toContain('1 item of the catalog without codes, not shown');
});

test.each([
  [['--prefix', '3,0,1'], 'a semantic ID has 2 codes'],
  [['--prefix', '4'], 'codes of level 1 go from 0 to 3, the prefix 4 has 4'],
  [['--prefix', 'a'], 'give codes with commas between'],
  [['--item', '111'], 'no item has the id 111; did you mean "11"?'],
  [['--item', '11', '--prefix', '3'], 'leave one out'],
  [['--columns', 'c.json'], 'give it with --items'],
])('what is wrong is said in one line: %j', async (words, text) => {
  const run = await runCli('decode', '--sids', sids, ...words);
  expect(run.status).toBe(2);
  expect(run.err).toContain(text);
  expect(run.err.trim().split('\n')).toHaveLength(1);
});

test('a catalog of other items, and a folder without codes, are named', async () => {
  const other = join(root, 'other.csv');
  writeFileSync(other, 'id,title\nx1,a\n');
  const run = await runCli('decode', '--sids', sids, '--items', other);
  expect(run.err).toContain('it has ids like x1, codes are of ids like 11');
  const none = await runCli('decode', '--sids', root);
  expect(none.err).toContain('is a folder without sids.arrow');
});

const page = (out: string): string => readFileSync(join(out, 'page.html'), 'utf8');

test('a page without pictures has titles; the same input gives the same bytes', async () => {
  const words = ['--items', catalog, '--pictures', '0', '--out'];
  const outs = [join(root, 'page-1'), join(root, 'page-2')];
  for (const out of outs) await decode(...words, out);
  expect(page(outs[0])).toBe(page(outs[1]));
  expect(page(outs[0])).toContain('<li>green mug</li>');
  expect(page(outs[0])).not.toContain('<img');
  const { metrics } = readRecord(decodeRecord, outs[0]);
  expect(metrics).toMatchObject({ items: 6, types: 3, pictures: 0, more_prefixes: 0 });
  expect(metrics.prefixes.map(({ prefix }) => prefix)).toEqual([[3], [0], [1]]);
});

testWithPackages('a page has pictures, and says which are missing or left out', async () => {
  for (const id of [11, 12, 15]) {
    const pixels = new Uint8Array(12 * 12 * 3).fill(id);
    writeFileSync(join(root, `mug-${id}.png`), await draw(pixels, 12, 12).png().toBuffer());
  }
  const out = join(root, 'with-pictures');
  // Four items of the first prefix, and one each of the others: of the children of the first none fits.
  await decode('--items', catalog, '--pictures', '6', '--out', out);
  const text = page(out);
  expect(text.match(/<img/g)).toHaveLength(3);
  expect(text).toContain('src="data:image/jpeg;base64,');
  expect(text).toContain('3 pictures could not be read; the first, item 13: ');
  expect(text).toContain('Pictures of 3 of the 8 prefixes shown');
  expect(readRecord(decodeRecord, out).metrics).toMatchObject({
    pictures: 3,
    pictures_unreadable: 3,
  });
  const siblings = join(root, 'siblings');
  await decode('--items', catalog, '--item', '11', '--out', siblings);
  expect(page(siblings).match(/<img/g)).toHaveLength(2);
  expect(page(siblings)).toContain('this one');
});

test('titles are text, whatever they hold', async () => {
  const shop = await writeCodedShop(mkdtempSync(join(tmpdir(), 'sid-evil-')), { without: [11] });
  const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>';
  writeFileSync(shop.catalog, `id,title,type\n11,"${evil}","${evil}"\n`);
  const out = join(root, 'evil');
  const run = await runCli(
    ...['decode', '--sids', shop.sids, '--items', shop.catalog, '--out', out],
  );
  expect(run.status, run.err).toBe(0);
  expect(page(out)).not.toMatch(/<script|<img/);
  expect(page(out)).toContain('&lt;script&gt;');
});
