import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesLike } from '../../../src/data/import/source-file.ts';
import { hashInput } from '../../../src/experiments/hash-input.ts';
import { planCorpora, planSids } from '../../../src/experiments/compare/plan-inputs.ts';
import { parsePointConfig } from '../../../src/experiments/compare/point-config.ts';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import { temporaryFolder } from '../tiny-run.ts';
import { CODE } from './tiny-trial.ts';

const place = {
  out: 'out',
  code: CODE,
  hash: hashInput,
  filesLike,
};

const corpus = temporaryFolder();
writeFileSync(join(corpus, 'embeddings.arrow'), 'vectors');
const corpora = new Map([1, 2].map((seed) => [seed, corpus]));

const RAW = {
  simulate: { items: 100, impressionsPerDay: 50 },
  rqvae: { levels: 3, codebookSize: 8 },
  strategies: ['prefix'],
  seeds: [1, 2],
  ranker: { days: '1-4' },
};

test('a corpus and codes are made where the config says how', async () => {
  const config = parsePointConfig({ ...RAW, rqvae: { ...RAW.rqvae, seed: 3 } });
  const made = await planCorpora(config, place);
  expect(made.steps.flat().map((step) => wordsOf(step).join(' '))).toEqual([
    `simulate --items 100 --impressions-per-day 50 --out ${made.corpora.get(1)}`,
  ]);
  expect(made.corpora.get(2)).toBe(made.corpora.get(1));
  const { sids, steps } = await planSids(config, corpora, place);
  expect(steps.flat().map((step) => wordsOf(step).slice(0, 3).join(' '))).toEqual([
    `train-rqvae --corpus ${corpus}`,
    `assign --rqvae ${steps[0][0].out}`,
  ]);
  expect([...sids.keys()]).toEqual([1, 2]);
  for (const path of sids.values()) expect(path).toBe(join(steps[0][1].out, 'sids.arrow'));
});

test.each([{}, { seed: 'each' }, { seed: null }])('an RQ-VAE for each seed: %j', async (given) => {
  const config = parsePointConfig({ ...RAW, rqvae: { levels: 3, ...given } });
  const { sids, steps } = await planSids(config, corpora, place);
  expect(steps.flat().map((step) => wordsOf(step).slice(0, 9).join(' '))).toEqual([
    `train-rqvae --corpus ${corpus} --levels 3 --days 1-4 --seed 1`,
    expect.stringContaining('assign'),
    `train-rqvae --corpus ${corpus} --levels 3 --days 1-4 --seed 2`,
    expect.stringContaining('assign'),
  ]);
  expect(sids.get(2)).toBe(join(steps[1][1].out, 'sids.arrow'));
  expect(sids.get(1)).toBe(join(steps[0][1].out, 'sids.arrow'));
  // As if the seed had been given.
  const same = parsePointConfig({ ...RAW, rqvae: { levels: 3, seed: 2 } });
  expect((await planSids(same, corpora, place)).sids.get(1)).toBe(sids.get(2));
});

test('with "each" as the seed of simulate every seed has a world, and an RQ-VAE of its own world', async () => {
  const config = parsePointConfig({ ...RAW, simulate: { items: 100, seed: 'each' } });
  const made = await planCorpora(config, place);
  expect(made.steps.map((steps) => steps.map((step) => wordsOf(step).join(' ')))).toEqual([
    [`simulate --items 100 --seed 1 --out ${made.corpora.get(1)}`],
    [`simulate --items 100 --seed 2 --out ${made.corpora.get(2)}`],
  ]);
  const other = temporaryFolder();
  writeFileSync(join(other, 'embeddings.arrow'), 'other vectors');
  const worlds = new Map([
    [1, corpus],
    [2, other],
  ]);
  const { steps } = await planSids(config, worlds, place);
  expect(steps.map(([train]) => wordsOf(train).slice(0, 3).join(' '))).toEqual([
    `train-rqvae --corpus ${corpus}`,
    `train-rqvae --corpus ${other}`,
  ]);
});

test('labels are shuffled in a copy of the corpus, made or given, and codes are of the copy', async () => {
  const config = parsePointConfig({ ...RAW, shuffleLabels: 7 });
  const { corpora: shuffled, steps } = await planCorpora(config, place);
  const [[simulate, shuffle]] = steps;
  expect(steps).toHaveLength(1);
  expect(wordsOf(shuffle).join(' ')).toBe(
    `shuffle-labels --corpus ${simulate.out} --seed 7 --out ${shuffled.get(1)}`,
  );
  expect(simulate.out).toBe((await planCorpora(parsePointConfig(RAW), place)).corpora.get(1));
  const given = await planCorpora(
    parsePointConfig({ ...RAW, simulate: null, corpus, shuffleLabels: 7 }),
    place,
  );
  expect(given.steps.flat().map((step) => wordsOf(step).slice(0, 5).join(' '))).toEqual([
    `shuffle-labels --corpus ${corpus} --seed 7`,
  ]);
});

test('a quantizer knows the items of the training days, unless that is taken back', async () => {
  const daysOf = (rqvae: object) => parsePointConfig({ ...RAW, rqvae }).rqvae?.days;
  expect(daysOf({})).toEqual({ from: 1, to: 4 });
  expect(daysOf({ days: '1-2' })).toEqual({ from: 1, to: 2 });
  expect(daysOf({ days: null })).toBeUndefined();
  // What was shown on those days is part of its name; without days the embeddings are all that counts.
  const trainedIn = async (rqvae: object) =>
    (await planSids(parsePointConfig({ ...RAW, rqvae }), corpora, place)).steps[0][0].out;
  const [known, all] = [await trainedIn({}), await trainedIn({ days: null })];
  writeFileSync(join(corpus, 'day-001.arrow'), 'impressions');
  expect(await trainedIn({})).not.toBe(known);
  expect(await trainedIn({ days: null })).toBe(all);
});

test('a line may have a quantizer of its own, over the one of all', async () => {
  const own = { name: 'wide', embed: 'prefix', rqvae: { codebookSize: 32, days: null } };
  const raw = { ...RAW, strategies: ['prefix', own] };
  const config = parsePointConfig(raw);
  const { sids, ownSids, steps } = await planSids(config, corpora, place);
  expect(steps.flatMap(([train]) => wordsOf(train).slice(3, -2).join(' '))).toEqual([
    '--levels 3 --codebook-size 8 --days 1-4 --seed 1',
    '--levels 3 --codebook-size 8 --days 1-4 --seed 2',
    '--levels 3 --codebook-size 32 --seed 1',
    '--levels 3 --codebook-size 32 --seed 2',
  ]);
  expect(ownSids.get('wide')?.get(1)).toBe(join(steps[2][1].out, 'sids.arrow'));
  expect([...ownSids.keys()]).toEqual(['wide']);
  expect(sids.get(1)).toBe(join(steps[0][1].out, 'sids.arrow'));
  // Alone it is enough, and for a line that reads no codes it is a mistake.
  expect(() => parsePointConfig({ ...raw, rqvae: null, strategies: [own] })).not.toThrow();
  const idle = { ...own, embed: 'random' };
  expect(() => parsePointConfig({ ...raw, strategies: [idle] })).toThrow(
    'strategy "wide" reads no semantic IDs; leave out its "rqvae"',
  );
});

test('a corpus is of the files that a pattern or a mapping names; a page of its catalog and its columns', async () => {
  const data = temporaryFolder();
  const write = (name: string, text: string): string => {
    mkdirSync(join(data, 'day'), { recursive: true });
    writeFileSync(join(data, name), text);
    return join(data, name);
  };
  write('day/1.csv', 'a');
  write('vectors.csv', 'v');
  const columns = write('columns.json', '{}');
  const mapping = write(
    'mapping.json',
    JSON.stringify({
      ...{ events: 'day/*.csv', user: 'u', item: 'i', time: 't' },
      embeddings: { file: 'vectors.csv', id: 'i', column: 'v' },
    }),
  );
  const world = { catalog: [join(data, 'day/*.csv')], columns, treeColumns: 'a' };
  const namesOf = async (): Promise<string[]> => {
    const imported = { ...RAW, simulate: null, import: { set: 'table', mapping } };
    const drawn = { ...RAW, simulate: world, embeddings: corpus };
    const plans = [imported, drawn].map((raw) => planCorpora(parsePointConfig(raw), place));
    const made = (await Promise.all(plans)).map(({ corpora: folders }) => folders.get(1) ?? '');
    return [...made, (await planSids(parsePointConfig(drawn), corpora, place)).page ?? ''];
  };
  let before = await namesOf();
  const changed = async (): Promise<boolean[]> => {
    const now = await namesOf();
    const isChanged = now.map((name, i) => name !== before[i]);
    before = now;
    return isChanged;
  };
  expect(await changed()).toEqual([false, false, false]);
  write('day/2.csv', 'b');
  expect(await changed()).toEqual([true, true, true]);
  write('day/2.csv', 'c');
  expect(await changed()).toEqual([true, true, true]);
  write('vectors.csv', 'w');
  expect(await changed()).toEqual([true, false, false]);
  write('columns.json', '{ }');
  expect(await changed()).toEqual([false, true, true]);
});
