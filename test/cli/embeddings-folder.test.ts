import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { writeItemEmbeddings } from '../../src/artifacts/item-embeddings.ts';
import { groupedItems } from '../quantizer/support.ts';
import { runCli } from '../support/run-cli.ts';

/*
 * Every command that reads embeddings takes an output of `sid embed` as it takes the file in it.
 */
const root = mkdtempSync(join(tmpdir(), 'sid-embeddings-folder-'));
const at = (...names: string[]): string => join(root, ...names);
const [title, none, rqvae, sids] = ['title', 'none', 'rqvae', 'sids'].map((name) => at(name));
const file = join(title, 'embeddings.arrow');
const TINY = ['--quantizer', 'residual-kmeans', '--levels', '2', '--codebook-size', '4'];
const NUM_ITEMS = 40;

/** A click each on the items, an hour apart. */
const LOG = Array.from({ length: NUM_ITEMS }, (_, i) => `${i % 5},${i},${3_600_000 * i}`);

beforeAll(async () => {
  mkdirSync(title);
  mkdirSync(none);
  const itemIds = Float64Array.from({ length: NUM_ITEMS }, (_, item) => item);
  await writeItemEmbeddings(file, { ...groupedItems(NUM_ITEMS), itemIds });
  writeFileSync(at('log.csv'), `user,item,time\n${LOG.join('\n')}\n`);
  const codes = LOG.map((line) => `${line},1,1,1,1,1`);
  const columns = 'user_id,item_id,ts_ms,environment,device_group,os,country,region';
  writeFileSync(at('clicks.csv'), `${columns}\n${codes.join('\n')}\n`);
  for (const [name, path] of Object.entries({ file, title, none })) {
    const embeddings = { file: path, id: 'item_id', column: 'embedding' };
    const log = { events: 'log.csv', user: 'user', item: 'item', time: 'time' };
    writeFileSync(at(`mapping-${name}.json`), JSON.stringify({ ...log, embeddings }));
  }
  const train = ['train-rqvae', '--embeddings', file, ...TINY, '--out', rqvae];
  const assign = ['assign', '--rqvae', rqvae, '--embeddings', file, '--out', sids];
  for (const words of [train, assign]) {
    const { status, err } = await runCli(...words);
    expect(status, err).toBe(0);
  }
});

const COMMANDS: readonly (readonly [name: string, words: (path: string) => string[]])[] = [
  ['train-rqvae', (path) => ['--embeddings', path, ...TINY]],
  ['assign', (path) => ['--rqvae', rqvae, '--embeddings', path]],
  ['verify', (path) => ['--sids', sids, '--rqvae', rqvae, '--embeddings', path]],
  ['verify again', (path) => ['--sids', sids, '--rqvae', rqvae, '--embeddings', file, path]],
  ['inspect', (path) => ['--sids', sids, '--embeddings', path]],
  ['decode', (path) => ['--sids', sids, '--item', '7', '--embeddings', path]],
  [
    'import table',
    (path) => [
      '--mapping',
      at(`mapping-${path === file ? 'file' : path === title ? 'title' : 'none'}.json`),
    ],
  ],
  ['import globo', (path) => ['--clicks', at('clicks.csv'), '--embeddings', path]],
];

function run(name: string, words: readonly string[], out: string) {
  return runCli(...name.replace(' again', '').split(' '), ...words, '--out', out);
}

/** What was read, by its hash, and what came of it; the mappings differ in a name. */
function resultOf(out: string): object {
  const names = readdirSync(out).filter((name) => /\.(arrow|safetensors|html)$/.test(name));
  const record = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { inputs: object };
  const inputs = { ...record.inputs, mapping: undefined };
  return {
    inputs,
    files: names.map((name) => [name, readFileSync(join(out, name)).toString('hex')]),
  };
}

test.each(COMMANDS)('%s: the folder is the same as the file', async (name, words) => {
  const results: object[] = [];
  for (const path of [file, title]) {
    const out = at(`${name}-${path === file ? 'file' : 'folder'}`);
    const { status, err } = await run(name, words(path), out);
    expect(status, err).toBe(0);
    results.push(resultOf(out));
  }
  expect(results[1]).toEqual(results[0]);
});

const FEATURES = ['--train', 'heads', '--items', at('log.csv'), '--text-features', file];

test.each([
  ...COMMANDS,
  ['train-clip', (path: string) => [...FEATURES, '--picture-features', path]] as const,
  ['retrieve', (path: string) => ['--embeddings', path]] as const,
])('%s: a folder without embeddings is refused in one line', async (name, words) => {
  const out = at(`${name}-refused`);
  const { status, err } = await run(name, words(none), out);
  expect(status).toBe(2);
  expect(err.trim().split('\n').at(-1)).toBe(
    `error: ${none} holds no embeddings.arrow; give an output of sid embed, or a file of embeddings`,
  );
  expect(existsSync(out)).toBe(false);
});
