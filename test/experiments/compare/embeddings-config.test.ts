import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddingsFile } from '../../../src/experiments/compare/embeddings-config.ts';
import { filesLike } from '../../../src/data/import/source-file.ts';
import { hashInput } from '../../../src/experiments/hash-input.ts';
import { planSids } from '../../../src/experiments/compare/plan-inputs.ts';
import { parsePointConfig } from '../../../src/experiments/compare/point-config.ts';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import { UserError } from '../../../src/util/errors.ts';
import { temporaryFolder } from '../tiny-run.ts';
import { CODE } from './tiny-trial.ts';

const folder = temporaryFolder();
const corpus = join(folder, 'corpus');
mkdirSync(corpus);
writeFileSync(join(corpus, 'corpus.json'), '{}');
const items = join(folder, 'items.csv');
writeFileSync(items, 'id,title\n');
const [title, picture] = ['title', 'picture'].map((name) => {
  const out = join(folder, name);
  mkdirSync(out);
  writeFileSync(join(out, 'embeddings.arrow'), `vectors of ${name}`);
  return out;
});

const RAW = {
  simulate: { catalog: [items], treeColumns: 'type,color' },
  embeddings: { title, picture },
  rqvae: { levels: 3 },
  strategies: ['individual', 'prefix', { embed: 'prefix', name: 'deep', depth: 2 }],
  seeds: [1, 2],
  ranker: { days: '1-4' },
};
const place = {
  out: 'out',
  code: CODE,
  hash: hashInput,
  filesLike,
};
const corpora = new Map([1, 2].map((seed) => [seed, corpus]));

test('a line for each embedding where codes are read, one where they are not; a line may name its own', () => {
  const namesOf = (raw: object) => parsePointConfig(raw).strategies.map(({ name }) => name);
  expect(namesOf(RAW)).toEqual([
    'individual',
    ...['prefix, title', 'prefix, picture', 'deep, title', 'deep, picture'],
  ]);
  const shuffled = { name: 'shuffled', embed: 'prefix', shuffleCodes: true, embeddings: ['title'] };
  const config = parsePointConfig({ ...RAW, strategies: ['prefix', shuffled] });
  expect(config.strategies.map(({ name }) => name)).toEqual([
    ...['prefix, title', 'prefix, picture', 'shuffled, title'],
  ]);
  expect(config.baseline).toBe('prefix, title');
  expect(config.strategies[2]).toMatchObject({ ranker: { shuffleCodes: true }, embeddings: title });
  expect(namesOf({ ...RAW, embeddings: { title, picture: null }, strategies: ['prefix'] })).toEqual(
    ['prefix, title'],
  );
  // One for all changes no name, so that it can be swept.
  expect(namesOf({ ...RAW, embeddings: title })).toEqual(['individual', 'prefix', 'deep']);
});

test('each embedding has RQ-VAEs with the same settings and seeds, shared by the lines that take it', async () => {
  const { sids, ownSids, steps } = await planSids(parsePointConfig(RAW), corpora, place);
  const words = steps.map((list) => list.map((step) => wordsOf(step).slice(0, -2).join(' ')));
  const train = (from: string, seed: number) =>
    `train-rqvae --corpus ${corpus} --embeddings ${join(from, 'embeddings.arrow')} --levels 3 --days 1-4 --seed ${seed}`;
  const expected = [train(title, 1), train(title, 2), train(picture, 1), train(picture, 2)];
  expect(words.map(([first]) => first)).toEqual(expected);
  for (const [i, [trained, assigned]] of steps.entries()) {
    const from = join(i < 2 ? title : picture, 'embeddings.arrow');
    expect(words[i][1]).toBe(`assign --rqvae ${trained.out} --embeddings ${from}`);
    expect(assigned.stage).toBe('assign');
  }
  expect(ownSids.get('prefix, picture')?.get(2)).toBe(join(steps[3][1].out, 'sids.arrow'));
  expect(ownSids.get('deep, picture')).toEqual(ownSids.get('prefix, picture'));
  // Analyses of lines without codes take those of the first.
  expect(sids).toEqual(ownSids.get('prefix, title'));
  // Other vectors, other codes.
  writeFileSync(join(title, 'embeddings.arrow'), 'other vectors of title');
  const again = await planSids(parsePointConfig(RAW), corpora, place);
  expect(again.steps.map(([{ out }]) => out).slice(2)).toEqual(
    steps.map(([{ out }]) => out).slice(2),
  );
  expect(again.steps[0][0].out).not.toBe(steps[0][0].out);
});

test.each<[object, string]>([
  [
    { embeddings: null },
    'a world over a catalog has no embeddings; give "embeddings" of sid embed',
  ],
  [{ embeddings: {} }, '"embeddings" names none'],
  [{ embeddings: { title: 3 } }, '"embeddings.title" must be a text, not 3'],
  [
    { simulate: { seed: 1 }, embeddings: { title: { encoder: 'text' } } },
    '"embeddings.title" needs "items", the files of its catalog',
  ],
  [{ embeddings: { title: { encoder: 'txt' } } }, '"embeddings.title.encoder"'],
  [{ strategies: ['individual'] }, '"embeddings" are for strategies of semantic IDs'],
  [{ rqvae: null, sids: 'sids.arrow' }, '"embeddings" are for "rqvae"; leave them out, or "sids"'],
  [
    { strategies: [{ embed: 'prefix', embeddings: ['titel'] }] },
    'strategy "prefix" names embeddings "titel"; did you mean "title"?',
  ],
  [
    { embeddings: title, strategies: [{ embed: 'prefix', embeddings: ['title'] }] },
    'give "embeddings" by name',
  ],
  [
    { strategies: [{ embed: 'random', embeddings: ['title'] }, 'prefix'] },
    'strategy "random" reads no semantic IDs; leave out its "embeddings"',
  ],
  [{ baseline: 'prefix' }, '"baseline" is "prefix"; known: individual, prefix, title'],
])('%j is answered with one line', (keys, text) => {
  expect(() => parsePointConfig({ ...RAW, ...keys })).toThrow(UserError);
  expect(() => parsePointConfig({ ...RAW, ...keys })).toThrow(text);
});

test('a path is a folder of sid embed or a file; one that is not there is told', () => {
  expect(embeddingsFile(title)).toBe(join(title, 'embeddings.arrow'));
  expect(embeddingsFile(join(title, 'embeddings.arrow'))).toBe(join(title, 'embeddings.arrow'));
  expect(() => embeddingsFile(folder)).toThrow(
    `${folder} holds no embeddings.arrow; give an output of sid embed, or a file of embeddings`,
  );
});
