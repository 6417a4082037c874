import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { sourcesOf, unreadEmbeddings } from '../../../src/experiments/compare/embeddings-config.ts';
import {
  locateEmbeddings,
  planEmbeddings,
} from '../../../src/experiments/compare/plan-embeddings.ts';
import { parsePointConfig } from '../../../src/experiments/compare/point-config.ts';
import { wordsOf } from '../../../src/experiments/compare/step.ts';
import { filesLike } from '../../../src/data/import/source-file.ts';
import { hashInput } from '../../../src/experiments/hash-input.ts';
import { temporaryFolder } from '../tiny-run.ts';
import { CODE } from './tiny-trial.ts';

const root = temporaryFolder();
const items = join(root, 'items.csv');
writeFileSync(items, 'id,title\n');
const clip = join(root, 'clip');
mkdirSync(clip);
writeFileSync(join(clip, 'config.json'), '{}');
const dino = join(root, 'dino');
mkdirSync(dino);

const place = { out: join(root, 'out'), code: CODE, hash: hashInput, filesLike };
const GROUNDED = { clip, detector: dino, detectorSize: 480 };
const BOTH = { encoder: 'clip', ...GROUNDED, endpoint: 'http://localhost:1/v1', model: 'm' };
const ROWS = {
  'as they come': BOTH,
  pictures: { encoder: 'clip-picture', ...GROUNDED },
  'fine-tuned': { ...BOTH, trainClip: { epochs: 2, train: 'last-1' } },
};

function configOf(embeddings: object, strategies: readonly unknown[] = ['prefix']) {
  return parsePointConfig({
    ...{ simulate: { catalog: [items], treeColumns: 'title' }, embeddings, rqvae: {} },
    ...{ strategies, seeds: [1], ranker: { days: '1-2' } },
  });
}

/** Command lines by turns, folders of steps by what is before their hash. */
async function turnsOf(embeddings: object, at: typeof place = place): Promise<string[][]> {
  const turns = await planEmbeddings(configOf(embeddings), at);
  return turns.map((lists) =>
    lists.map((steps) => {
      expect(steps).toHaveLength(1);
      const words = wordsOf(steps[0]).join(' ');
      return words.replaceAll(/\S+\/(\w+)-[0-9a-f]{10}/g, '$1').replaceAll(`${root}/`, '');
    }),
  );
}

/** Name of the folder of each of these embeddings. */
async function foldersOf(embeddings: object, at: typeof place = place): Promise<string[]> {
  const sources = sourcesOf(configOf(embeddings).embeddings);
  const files = await Promise.all(sources.map((source) => locateEmbeddings(source, at)));
  return files.map((file) => basename(join(file, '..')));
}

test('boxes and texts first, once for all; then the encoders as they come and the training; then the trained one', async () => {
  const sources = '--boxes boxes --texts texts';
  expect(await turnsOf(ROWS)).toEqual([
    [
      'ground --items items.csv --detector dino --detector-size 480 --out boxes',
      'describe --items items.csv --endpoint http://localhost:1/v1 --model m --cache out/prepared/answers --out texts',
    ],
    [
      `embed --items items.csv --encoder clip --clip clip ${sources} --out embeddings`,
      `embed --items items.csv --encoder clip-picture --clip clip --boxes boxes --out embeddings`,
      `train-clip --items items.csv ${sources} --clip clip --train last-1 --epochs 2 --out clip`,
    ],
    [`embed --items items.csv --encoder clip --clip clip ${sources} --out embeddings`],
  ]);
});

test('embeddings that no line reads are made only where a training reads them', async () => {
  const text = { encoder: 'text', textModel: clip };
  const rows = {
    first: text,
    unread: { encoder: 'clip-text', clip },
    heads: {
      trainClip: { train: 'heads', pictureFeatures: 'pictures', textFeatures: 'first' },
    },
    pictures: { encoder: 'clip-picture', clip },
  };
  const lines = [{ name: 'prefix', embed: 'prefix', embeddings: ['heads'] }];
  const config = configOf(rows, lines);
  expect(unreadEmbeddings(config)).toEqual(['unread']);
  expect(unreadEmbeddings(configOf(rows))).toEqual([]);
  const turns = await planEmbeddings(config, place);
  const stages = turns.map((lists) => lists.map(([{ stage }]) => stage));
  expect(stages).toEqual([['embed', 'embed'], ['train-clip']]);
});

test('what is finished is not made again, nor what it was made from', async () => {
  const finish = (name: string): void => {
    mkdirSync(join(place.out, 'prepared', name), { recursive: true });
    writeFileSync(join(place.out, 'prepared', name, 'run.json'), '{}');
  };
  const names = await foldersOf(ROWS);
  expect(new Set(names).size).toBe(3);
  finish(names[0]);
  finish(names[1]);
  expect((await turnsOf(ROWS)).map((turn) => turn.map((line) => line.split(' ')[0]))).toEqual([
    ...[['ground', 'describe'], ['train-clip'], ['embed']],
  ]);
  finish(names[2]);
  expect(await turnsOf(ROWS)).toEqual([]);
});

test('a name is of what decides: of the training, of sources, of code; of no other row, folder or endpoint', async () => {
  const [plain, pictures, trained] = await foldersOf(ROWS);
  const changed = async (change: object, at: typeof place = place): Promise<boolean[]> => {
    const rows: Record<string, object> = {};
    for (const [name, row] of Object.entries(ROWS)) {
      const own = Object.entries(change).filter(([key]) => key in row);
      rows[name] = { ...row, ...Object.fromEntries(own) };
    }
    const names = await foldersOf(rows, at);
    return names.map((name, i) => name !== [plain, pictures, trained][i]);
  };
  const all = [true, true, true];
  const none = [false, false, false];
  const longer = { ...ROWS['fine-tuned'], trainClip: { epochs: 3, train: 'last-1' } };
  const again = await foldersOf({ ...ROWS, 'fine-tuned': longer });
  expect(again.slice(0, 2)).toEqual([plain, pictures]);
  expect(again[2]).not.toBe(trained);
  expect(await foldersOf({ 'fine-tuned': ROWS['fine-tuned'] })).toEqual([trained]);
  expect(await changed({ detectorSize: 800 })).toEqual(all);
  expect(await changed({ model: 'n' })).toEqual([true, false, true]);
  expect(await changed({ endpoint: 'http://localhost:2/v1' })).toEqual(none);
  expect(await changed({}, { ...place, out: 'elsewhere' })).toEqual(none);
  const withCode = (code: object) => changed({}, { ...place, code: { ...CODE, ...code } });
  expect(await withCode({ training: '2' })).toEqual([false, false, true]);
  expect(await withCode({ texts: '2' })).toEqual([true, false, true]);
  expect(await withCode({ boxes: '2' })).toEqual(all);
  expect(await withCode({ trial: '2' })).toEqual(none);
});

test('heads learn from embeddings by name, or of a path, and their own are the row', async () => {
  const title = join(root, 'title');
  mkdirSync(title);
  writeFileSync(join(title, 'embeddings.arrow'), 'vectors of titles');
  const rows = {
    picture: { encoder: 'clip-picture', clip },
    title,
    heads: {
      trainClip: { train: 'heads', pictureFeatures: 'picture', textFeatures: 'title' },
    },
  };
  expect(await turnsOf(rows)).toEqual([
    ['embed --items items.csv --encoder clip-picture --clip clip --out embeddings'],
    [
      'train-clip --items items.csv --train heads --picture-features embeddings --text-features title --out heads',
    ],
  ]);
  const [, , named] = await foldersOf(rows);
  expect(named).toMatch(/^heads-/);
  writeFileSync(join(title, 'embeddings.arrow'), 'other vectors of titles');
  const [, , other] = await foldersOf(rows);
  expect(other).not.toBe(named);
  // Heads upon a trained CLIP: three turns.
  const upon = { ...rows.picture, trainClip: { epochs: 1 } };
  const turns = await turnsOf({ ...rows, picture: upon });
  expect(turns.flat().map((line) => line.split(' ')[0])).toEqual([
    ...['train-clip', 'embed', 'train-clip'],
  ]);
});

test('a folder of pictures that fills, or is called like an encoder or a model, names nothing', async () => {
  const downloads = { allowDownload: true, downloadSeconds: 5, allowPrivateAddresses: true };
  const rows = (pictureCache: string) => ({
    row: { ...BOTH, model: 'llava', ...downloads, pictureCache },
    trained: { ...BOTH, ...downloads, pictureCache, trainClip: { epochs: 1 } },
  });
  const cache = join(root, 'cache');
  const before = await foldersOf(rows(cache));
  const [turn] = await turnsOf(rows(cache));
  expect(turn[0]).toContain(`--picture-cache cache`);
  const working = process.cwd();
  process.chdir(root);
  try {
    for (const [i, name] of ['cache', 'llava', 'clip-picture', 'm'].entries()) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'picture'), `${i}`);
    }
    expect(await foldersOf(rows(cache))).toEqual(before);
  } finally {
    process.chdir(working);
  }
  expect(await foldersOf(rows('another'))).toEqual(before);
  // What is not downloaded is not embedded.
  const here = await foldersOf({ row: BOTH });
  expect(await foldersOf({ row: { ...BOTH, allowDownload: true } })).not.toEqual(here);
  expect(await foldersOf({ row: { ...BOTH, pictureMb: 9 } })).not.toEqual(here);
});

test('two spellings name one folder: a default that is given, a path with a dot, a folder and the file in it', async () => {
  const title = join(root, 'title');
  mkdirSync(title, { recursive: true });
  writeFileSync(join(title, 'embeddings.arrow'), 'vectors of titles');
  const textFeatures = join(title, 'embeddings.arrow');
  const heads = { train: 'heads', pictureFeatures: 'plain', textFeatures };
  const [plain, spelled, ...learned] = await foldersOf({
    plain: { encoder: 'text', textModel: clip },
    spelled: {
      ...{ textModel: `${root}/./clip/`, items: [`${root}/./items.csv`] },
      threads: null,
    },
    heads: { trainClip: heads },
    'other heads': { trainClip: { ...heads, textFeatures: title, epochs: 10 } },
  });
  expect(spelled).toBe(plain);
  expect(learned[1]).toBe(learned[0]);
});

test('a pattern stands for files: another part, or another name, is another catalog', async () => {
  const parts = join(root, 'parts');
  mkdirSync(parts);
  const write = (name: string, text: string): void => {
    writeFileSync(join(parts, name), `id,title\n${text}`);
  };
  write('part-1.csv', 'a,shoe');
  const rows = { row: { ...BOTH, items: [join(parts, 'part-*.csv')] } };
  const names = new Set(await foldersOf(rows));
  write('part-2.csv', 'b,shirt');
  names.add((await foldersOf(rows))[0]);
  write('part-2.csv', 'b,skirt');
  names.add((await foldersOf(rows))[0]);
  renameSync(join(parts, 'part-2.csv'), join(parts, 'part-0.csv'));
  names.add((await foldersOf(rows))[0]);
  expect(names.size).toBe(4);
  const [[, describe]] = await turnsOf(rows);
  expect(describe).toContain('--items parts/part-*.csv');
});
