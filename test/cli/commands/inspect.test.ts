import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { writeSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import type { ScoreSheet } from '../../../src/records/inspect-record.ts';
import { writeCodedShop } from '../../support/coded-shop.ts';
import { runCli } from '../../support/run-cli.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-inspect-cli-'));
const [embeddings, renamed] = [join(root, 'embeddings.arrow'), join(root, 'renamed.arrow')];
let [sids, catalog] = ['', ''];

beforeAll(async () => {
  ({ sids, catalog } = await writeCodedShop(root));
  const ids = Float64Array.of(11, 12, 13, 14, 15, 16);
  // Items 11 and 12, which have one ID, are of one content; 15 and 16 lie beside one another.
  const embeddings_ND = Float32Array.of(...[1, 0, 1, 0, 8, 1, 7, 2, 0, 1, 0.1, 1]);
  await writeItemEmbeddings(embeddings, { itemIds: ids, embeddings_ND, width: 2 });
  // The shop's codes with 3 and 0 changed about, and item 14 under the code of 16.
  await writeSemanticIds(renamed, {
    itemIds: ids,
    codes_NL: Int32Array.of(...[0, 0, 0, 0, 0, 2, 1, 1, 3, 1, 1, 1]),
    ...{ levels: 2, codebookSizes: [4, 4], quantizer: 'made up' },
  });
});

async function inspect(...words: readonly string[]): Promise<string> {
  const run = await runCli('inspect', '--embeddings', embeddings, ...words);
  expect(run.status, run.err).toBe(0);
  return run.out;
}

interface Shown {
  readonly items: number;
  readonly codes: readonly ScoreSheet[];
}

test('the figures by hand', async () => {
  const shown = await inspect('--sids', sids, '--items', catalog, '--k', '2', '--json');
  const { items, codes } = JSON.parse(shown) as Shown;
  expect(items).toBe(6);
  const [sheet] = codes;
  expect(sheet).toMatchObject({ name: 'sids', codebook_sizes: [4, 4], left_out: 0, changes: null });
  // First codes 3 3 3 3 0 1, second codes 0 0 2 1 1 1.
  expect(sheet.levels).toMatchObject([
    { used: 3, dead: 1, size: 4 },
    { used: 3, dead: 1, size: 4 },
  ]);
  expect(sheet.depths).toMatchObject([
    { prefixes: 3, largest: 4 },
    { prefixes: 5, largest: 2 },
  ]);
  // Of 15 and 16 the nearest is the other, which has another first code; the four others are among themselves.
  expect(sheet.depths[0].neighbors_percent).toBeCloseTo((100 * 4) / 6, 9);
  expect(sheet).toMatchObject({ semantic_ids: 5, sharing: 2, duplicates: 2, colliding: 0 });
  expect(sheet.recall[0].ci95).toBeNull();
  const [{ name, values, depths }] = sheet.categories;
  expect([name, values]).toEqual(['type', 3]);
  expect(depths[0].purity_percent).toBeCloseTo((100 * 5) / 6, 9);
});

test('what changed from the first codes: names do not count, items that moved do', async () => {
  const { codes } = JSON.parse(
    await inspect('--sids', `old=${sids}`, `new=${renamed}`, '--k', '1', '--json'),
  ) as Shown;
  expect(codes.map(({ name }) => name)).toEqual(['old', 'new']);
  // 3 is 0 now, 0 is 3, 1 stays: only item 14 has moved.
  expect(codes[1].changes?.[0].changed_up_to_names_percent).toBeCloseTo(100 / 6, 9);
  expect(codes[1].changes?.[0].changed_percent).toBeCloseTo((100 * 5) / 6, 9);
  expect(codes[1].more_than_first?.[0].k).toBe(1);
});

test('sheets side by side, in a terminal of 100 letters', async () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}=${sids}`);
  const out = await inspect('--sids', ...many, '--items', catalog, '--k', '2');
  const lines = out.split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.filter((line) => line.startsWith('level 1  codes used')).length).toBeGreaterThan(1);
  expect(out).toMatch(/level 1 +codes used +3 of 4 ███░ poor/);
  expect(out).toMatch(/first 1 +type purity, % +83\.3 \(\d+\.\d\)/);
  expect(out).toContain('a: 2 items share an ID, 2 of them with nothing but true duplicates, 0');
  expect(out).toContain('codes used: codes that some item has;');
});

test('the record is as its JSON Schema says, and written once', async () => {
  const out = join(root, 'out');
  const words = ['--sids', sids, renamed, '--items', catalog, '--k', '1,2', '--out', out];
  await inspect(...words);
  const read = (path: string): object => JSON.parse(readFileSync(path, 'utf8')) as object;
  const validator = new Ajv({ allErrors: true });
  const validate = validator.compile(read('docs/schemas/inspect.schema.json'));
  expect(validate(read(join(out, 'run.json'))), validator.errorsText(validate.errors)).toBe(true);
  const record = read(join(out, 'run.json'));
  expect(record).toMatchObject({ engine: 'none' });
  const again = await runCli('inspect', '--embeddings', embeddings, ...words);
  expect(again.status).toBe(2);
});

test('codes of others: tokens in a table, whose sizes are guessed', async () => {
  const path = join(root, 'theirs.csv');
  const codes = ['a_7><b_0', 'a_7><b_0', 'a_7><b_1', 'a_0><b_0', 'a_1><b_0', 'a_1><b_1'];
  writeFileSync(
    path,
    ['item_id,sid', ...codes.map((code, i) => `${11 + i},<${code}>`), ''].join('\n'),
  );
  const { codes: sheets } = JSON.parse(
    await inspect('--sids', path, '--k', '1', '--json'),
  ) as Shown;
  expect(sheets[0]).toMatchObject({
    ...{ name: 'theirs', codebook_sizes: [8, 2], are_sizes_inferred: true },
    levels: [{ used: 3 }, { used: 2 }],
  });
});

test('columns of the embeddings that have other names are told by the flags of training', async () => {
  const path = join(root, 'odd-names.jsonl');
  const rows = [11, 12, 13, 14].map((number, i) =>
    JSON.stringify({ number, content: [i, 1], other: [1, i] }),
  );
  writeFileSync(path, rows.join('\n'));
  const words = ['inspect', '--sids', sids, '--k', '1', '--json', '--embeddings', path];
  const { err } = await runCli(...words);
  expect(err).toContain('say which is the embedding with --embedding-column');
  const run = await runCli(...words, '--id-column', 'number', '--embedding-column', 'content');
  expect(run).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(run.out)).toMatchObject({ items: 4, width: 2 });
});

test.each([
  [['--sids', 'nowhere'], 'nowhere does not exist'],
  [['--sids', root], 'is a folder without sids.arrow'],
  [['--sids', 'SIDS', '--k', '6'], 'give at most 5'],
  [['--sids', 'SIDS', 'SIDS'], 'name them like raw='],
  [['--sids', 'SIDS', '--categories', 'color'], 'give --items FILE or --corpus DIR'],
  [['--sids', 'SIDS', '--items', 'CATALOG', '--categories', 'tipe'], 'did you mean "type"?'],
  [['--sids', 'OTHER'], 'codes are of ids like x, embeddings of ids like 11'],
  [['--sids', 'ODD'], 'say which by "columns" of sid import codes'],
])('what is wrong is said in one line: %j', async (words, text) => {
  const other = join(root, 'other.csv');
  writeFileSync(other, 'id,codes\nx,1 2\ny,3 4\n');
  const odd = join(root, 'odd.csv');
  writeFileSync(odd, 'id,stuff\nx,1 2\n');
  const paths: Record<string, string> = { SIDS: sids, CATALOG: catalog, OTHER: other, ODD: odd };
  const run = await runCli(
    ...['inspect', '--embeddings', embeddings],
    ...words.map((word) => paths[word] ?? word),
  );
  expect(run.status).toBe(2);
  expect(run.err).toContain(text);
  expect(run.err.trim().split('\n')).toHaveLength(1);
});

test('sets of codes are named by as much of their path as tells them apart', async () => {
  for (const name of ['one', 'two']) {
    mkdirSync(join(root, name, 'sids'), { recursive: true });
    writeFileSync(join(root, name, 'sids', 'sids.arrow'), readFileSync(renamed));
  }
  const { codes } = JSON.parse(
    await inspect(
      ...['--sids', join(root, 'one', 'sids'), join(root, 'two', 'sids'), '--k', '1', '--json'],
    ),
  ) as Shown;
  expect(codes.map(({ name }) => name)).toEqual(['one/sids', 'two/sids']);
});
