import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readItemEmbeddings } from '../../../src/artifacts/item-embeddings.ts';
import { embedRecord } from '../../../src/records/embed-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { draw } from '../../support/draw-picture.ts';
import { runCli } from '../../support/run-cli.ts';
import {
  bytesAnswer,
  redirectAnswer,
  withPictureServer,
} from '../../pictures/download/picture-server.ts';
import { sharedModel, testOnModels } from '../../support/shared-data.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-embed-cli-'));
const catalog = join(root, 'catalog.csv');
writeFileSync(
  catalog,
  `id,title,picture\n1,red mug,missing.jpg\n2,,broken.jpg\n3,blue mug,\n4,green mug,https://shop.example/4.jpg?key=secret\n`,
);
writeFileSync(join(root, 'broken.jpg'), 'no picture');

const models = {
  text: ['--text-model', sharedModel('all-MiniLM-L6-v2')],
  picture: ['--picture-model', sharedModel('efficientnet-lite0')],
};
const both = [...models.text, ...models.picture];

testOnModels(
  ['all-MiniLM-L6-v2'],
  'from a CSV to embeddings, a record and what was wrong',
  async () => {
    const out = join(root, 'text');
    const words = ['embed', '--items', catalog, ...models.text, '--out', out];
    const run = await runCli(...words, '--json');
    expect(run.status, run.err).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ items: 4, embedded: 3, problems: 1, width: 384 });
    const { itemIds } = await readItemEmbeddings(join(out, 'embeddings.arrow'));
    expect([...itemIds]).toEqual([1, 3, 4]);
    const record = readRecord(embedRecord, out);
    expect(record.config).toMatchObject({ encoder: 'text', pictureModel: null });
    expect(Object.keys(record.inputs)).toEqual([
      'items',
      'text-model',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    expect(existsSync(join(out, 'checkpoint'))).toBe(false);
    const again = await runCli(...words, '--resume');
    expect(again).toMatchObject({ status: 0 });
    expect(again.err).toContain('nothing to do');
  },
);

testOnModels(
  ['all-MiniLM-L6-v2', 'efficientnet-lite0'],
  'pictures that are missing or broken are named and never fatal',
  async () => {
    const out = join(root, 'joined');
    const run = await runCli(
      ...['embed', '--items', catalog, '--encoder', 'joined', ...both, '--out', out],
    );
    expect(run.status, run.err).toBe(0);
    const problems = JSON.parse(readFileSync(join(out, 'problems.json'), 'utf8')) as object[];
    expect(problems).toMatchObject([
      {
        item_id: 1,
        problem: expect.stringContaining('missing.jpg: does not exist') as string,
        kept: true,
      },
      {
        item_id: 2,
        problem: expect.stringMatching(/^no text; .*broken\.jpg: /) as string,
        kept: false,
      },
      { item_id: 3, problem: 'no picture', kept: true },
      {
        item_id: 4,
        problem: 'https://shop.example/4.jpg?...: is on the net; add --allow-download to get it',
        kept: true,
      },
    ]);
    expect(run.out).toContain('3 of 4 items, 1664 floats each');
  },
);

testOnModels(
  ['efficientnet-lite0'],
  'a picture from a URL gives the same vector as its file; what cannot be got is named',
  async () => {
    const pixels = Uint8Array.from({ length: 40 * 40 * 3 }, (_, i) => i % 251);
    const picture = await draw(pixels, 40, 40).png().toBuffer();
    const folder = mkdtempSync(join(tmpdir(), 'sid-embed-url-'));
    writeFileSync(join(folder, 'a.png'), picture);
    const answers = { '/a.png': bytesAnswer(...picture), '/b.png': redirectAnswer('/a.png') };
    await withPictureServer(answers, async ({ url }) => {
      const rows = ['1,a.png', `2,${url('/a.png')}`, `3,${url('/b.png')}`, `4,${url('/c.png')}`];
      writeFileSync(join(folder, 'urls.csv'), `id,picture\n${rows.join('\n')}\n`);
      const out = join(folder, 'out');
      const run = await runCli(
        ...['embed', '--items', join(folder, 'urls.csv'), '--encoder', 'picture'],
        ...[...models.picture, '--allow-download', '--allow-private-addresses', '--out', out],
      );
      expect(run.status, run.err).toBe(0);
      expect(run.out).toContain(`${url('/c.png')}: the server answers 404 Not Found; left out`);
      const { itemIds, embeddings_ND } = await readItemEmbeddings(join(out, 'embeddings.arrow'));
      expect([...itemIds]).toEqual([1, 2, 3]);
      const [file, direct, redirected] = [0, 1, 2].map((i) => [
        ...embeddings_ND.subarray(1280 * i, 1280 * (i + 1)),
      ]);
      expect(direct).toEqual(file);
      expect(redirected).toEqual(file);
    });
  },
);

test.each([
  [['--encoder', 'txt'], 'did you mean "text"?'],
  [[], '--text-model'],
  [['--encoder', 'picture'], '--picture-model'],
  [['--encoder', 'picture', ...models.text], 'does not look at --text-model'],
])('what does not go together is said: %j', async (words, text) => {
  const run = await runCli('embed', '--items', catalog, ...words, '--out', join(root, 'none'));
  expect(run.status).toBe(2);
  expect(run.err).toContain(text);
  expect(existsSync(join(root, 'none'))).toBe(false);
});
