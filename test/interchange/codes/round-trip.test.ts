import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readSemanticIds, writeSemanticIds } from '../../../src/artifacts/semantic-ids.ts';
import { exportRecord } from '../../../src/records/export-record.ts';
import { importCodesRecord } from '../../../src/records/import-codes-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { runCli } from '../../support/run-cli.ts';
import { testOnShared, sharedPath } from '../../support/shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'sid-codes-'));
const at = (...names: string[]): string => join(folder, ...names);

/** Texts that CSV and JSON must escape. */
const texts = ['b "2"', 'a,1', '007', 'ä'];
const codes_NL = Int32Array.of(3, 0, 1, 2, 4, 0, 3, 0, 1, 0, 1, 2);

beforeAll(async () => {
  const format = { codes_NL, levels: 3, codebookSizes: [5, 5, 5], quantizer: 'abc' };
  await writeSemanticIds(at('texts', 'sids.arrow'), { ...format, itemIds: texts });
  const itemIds = Float64Array.of(40, 7, 1_000_000_007, 8);
  await writeSemanticIds(at('numbers', 'sids.arrow'), { ...format, itemIds });
  for (const ids of ['texts', 'numbers']) {
    const { status, err } = await runCli('export', '--sids', at(ids), '--out', at(`${ids}-out`));
    expect(status, err).toBe(0);
  }
});

test('the files say what the codes are', () => {
  const read = (name: string): string => readFileSync(at('texts-out', name), 'utf8');
  expect(JSON.parse(read('index.json'))).toEqual({
    'b "2"': ['<a_3>', '<b_0>', '<c_1>'],
    'a,1': ['<a_2>', '<b_4>', '<c_0>'],
    '007': ['<a_3>', '<b_0>', '<c_1>'],
    ä: ['<a_0>', '<b_1>', '<c_2>'],
  });
  expect(read('codes.csv').split('\n').slice(0, 3)).toEqual([
    'item_id,code_1,code_2,code_3,tokens',
    '"b ""2""",3,0,1,<a_3><b_0><c_1>',
    '"a,1",2,4,0,<a_2><b_4><c_0>',
  ]);
  expect(JSON.parse(read('item_ids.json'))).toEqual(texts);
  expect(read('README.md')).toContain('4 items, 3 levels');
  expect(read('README.md')).not.toContain('{{');
  const { metrics } = readRecord(exportRecord, at('texts-out'));
  expect(metrics).toMatchObject({ what: 'codes', items: 4, codebook_sizes: [5, 5, 5] });
  expect(metrics.files.map(({ name }) => name)).toEqual(
    readdirSync(at('texts-out'))
      .filter((name) => name !== 'run.json')
      .sort(),
  );
});

test.each(['codes.parquet', 'codes.csv', 'index.json', 'codes.safetensors'])(
  '%s comes back as the same semantic IDs',
  async (name) => {
    for (const ids of ['texts', 'numbers']) {
      const out = at(`back-${ids}-${name}`);
      const file = at(`${ids}-out`, name);
      const sizes = ['--codebook-sizes', '5'];
      const { status, err } = await runCli(
        'import',
        'codes',
        '--codes',
        file,
        ...sizes,
        '--out',
        out,
      );
      expect(status, err).toBe(0);
      const [back, before] = [
        await readSemanticIds(join(out, 'sids.arrow')),
        await readSemanticIds(at(ids, 'sids.arrow')),
      ];
      // An object puts ids that are whole numbers into ascending order.
      const order = (sids: typeof back): string[] =>
        [...sids.itemIds]
          .map((id, i) => `${typeof id} ${id}: ${sids.codes_NL.slice(3 * i, 3 * i + 3).join()}`)
          .sort();
      expect(order(back)).toEqual(order(before));
      if (name !== 'index.json') expect(back.itemIds).toEqual(before.itemIds);
      expect(back.codebookSizes).toEqual([5, 5, 5]);
      expect(readRecord(importCodesRecord, out).metrics).toMatchObject({
        items: 4,
        semantic_ids: 3,
        sizes_inferred: false,
      });
    }
  },
);

test('codes.safetensors says the sizes of its codebooks', async () => {
  const codes = at('texts-out', 'codes.safetensors');
  const { status, err } = await runCli(
    ...['import', 'codes', '--codes', codes, '--levels', '2', '--out', at('own-sizes')],
  );
  expect([status, err]).toEqual([0, 'the first 2 of 3 levels are taken\n']);
  expect((await readSemanticIds(at('own-sizes', 'sids.arrow'))).codebookSizes).toEqual([5, 5]);
});

test('what is wrong with somebody’s codes is said in one line with its row', async () => {
  mkdirSync(at('wrong'), { recursive: true });
  const importing = async (text: string, ...flags: string[]): Promise<string> => {
    const codes = at('wrong', 'codes.csv');
    writeFileSync(codes, text);
    const words = ['import', 'codes', '--codes', codes, ...flags, '--out', at('never')];
    const { status, err } = await runCli(...words);
    expect(status).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
    return err.replace(folder, '');
  };
  expect(await importing('id,codes\nx,<a_1>\nx,<a_2>\n')).toContain(
    'codes.csv, row 2: item x stands in row 1 too',
  );
  expect(await importing('id,codes\nx,<a_1>\ny,pen\n')).toContain(
    'row 2: column "codes" holds "pen"',
  );
  expect(await importing('id,codes\nx,<a_1><b_2>\ny,<a_1>\n')).toContain(
    'row 2: 1 codes where 2 are wanted, like in the rows before; take the first 1 with --levels 1',
  );
  expect(await importing('id,codes\nx,"1,7"\n', '--codebook-sizes', '8,7')).toContain(
    'item x has code 7 at level 2, of a codebook of 7',
  );
  expect(await importing('id,c_1\nx,1\n', '--codebook-sizes', '8,7')).toContain('are 2 sizes');
  expect(await importing('id,other\nx,1\n')).toContain('say which by --columns');
  expect(await importing('id,codes\nx,1\n', '--columns', 'coeds')).toContain(
    'did you mean "codes"?',
  );
  expect(readdirSync(folder)).not.toContain('never');
});

test('a column for each level, and fewer levels than there are', async () => {
  writeFileSync(at('levels.csv'), 'sku,code_10,code_2,code_1,price\nx,30,20,10,5\ny,31,21,11,6\n');
  const words = ['import', 'codes', '--codes', at('levels.csv'), '--levels', '2'];
  const { status, err } = await runCli(...words, '--out', at('levels'));
  expect(status, err).toBe(0);
  expect(err).toContain('by the highest code of each level: 12, 22');
  expect(err).toContain('the first 2 of 3 levels are taken');
  const { codes_NL, itemIds } = await readSemanticIds(at('levels', 'sids.arrow'));
  expect([...codes_NL]).toEqual([10, 20, 11, 21]);
  expect(itemIds).toEqual(['x', 'y']);
});

test('sid export asks for one thing, in formats that there are', async () => {
  const failing = async (...words: string[]): Promise<string> => {
    const { status, err } = await runCli('export', ...words, '--out', at('never'));
    expect(status).toBe(2);
    return err;
  };
  expect(await failing()).toContain('nothing to export');
  expect(await failing('--sids', at('nowhere'))).toContain('does not exist');
  expect(await failing('--sids', folder)).toContain('is a folder without sids.arrow');
});

testOnShared('amazon', 'published codes are read from a text column', async () => {
  const file = sharedPath('amazon', 'office_products.parquet');
  const { status, err } = await runCli('import', 'codes', '--codes', file, '--out', at('office'));
  expect(status, err).toBe(0);
  const { metrics } = readRecord(importCodesRecord, at('office'));
  expect(metrics).toMatchObject({ items: 3459, codebook_sizes: [256, 256, 256] });
});
