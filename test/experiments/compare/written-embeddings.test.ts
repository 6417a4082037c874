import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertEmbeddingsThere } from '../../../src/experiments/compare/embeddings-there.ts';
import {
  completeEmbeddings,
  writtenEmbeddings,
} from '../../../src/experiments/compare/written-embeddings.ts';
import { filesLike } from '../../../src/data/import/source-file.ts';
import { parseJson } from '../../../src/schema/parse-json.ts';
import { nameSettings, UserError } from '../../../src/util/errors.ts';
import { temporaryFolder } from '../tiny-run.ts';

const WORLD = { catalog: ['items.csv'], columns: 'columns.json' };

function complete(written: object) {
  return completeEmbeddings(parseJson(writtenEmbeddings, written, 'embeddings'), WORLD);
}

/** What is said of one row, beside another. */
function complaint(row: object, others: object = {}): string {
  try {
    complete({ row, ...others });
  } catch (error) {
    if (error instanceof UserError) return nameSettings(error.message, (key) => `"${key}"`);
    throw error;
  }
  return '';
}

test('the catalog is that of the world where none is named; names of features become what makes them', () => {
  const made = complete({
    picture: { encoder: 'picture', pictureModel: 'efficientnet', items: ['others.csv'] },
    title: 'runs/title',
    heads: {
      trainClip: { train: 'heads', pictureFeatures: 'picture', textFeatures: 'title', epochs: 3 },
    },
    'taken back': { encoder: 'clip', clip: 'clip', trainClip: null },
  });
  const picture = { encoder: 'picture', pictureModel: 'efficientnet', items: ['others.csv'] };
  const world = { items: ['items.csv'], columns: 'columns.json' };
  expect(made).toEqual({
    picture,
    title: 'runs/title',
    heads: {
      ...world,
      trainClip: {
        ...{ train: 'heads', pictureFeatures: picture, textFeatures: 'runs/title', epochs: 3 },
      },
    },
    'taken back': { ...world, encoder: 'clip', clip: 'clip' },
  });
});

const CLIP = { encoder: 'clip', clip: 'clip' };
const HEADS = { train: 'heads', pictureFeatures: 'runs/picture', textFeatures: 'runs/title' };

test.each<[object, string]>([
  [{ ...CLIP, trainClip: { epoch: 3 } }, 'unknown key "embeddings.row.trainClip.epoch"; did you'],
  [
    { ...CLIP, trainClip: { clip: 'clip' } },
    '"embeddings.row": "trainClip" takes "clip" from the embeddings; give it there',
  ],
  [
    { encoder: 'text', textModel: 'minilm', trainClip: {} },
    '"embeddings.row": "trainClip" trains the CLIP of an encoder, and "encoder" text has none; choose one of clip, clip-picture, clip-text',
  ],
  [
    { encoder: 'clip', trainClip: {} },
    '"embeddings.row": the encoder clip needs a model; give its folder with "clip"',
  ],
  [
    { ...CLIP, textModel: 'minilm' },
    '"embeddings.row": the encoder clip does not look at "textModel"',
  ],
  [
    { ...CLIP, trainClip: { headWidth: 8 } },
    '"embeddings.row": "headWidth" has no effect with "train" all; it is for heads; leave it out',
  ],
  [
    { ...CLIP, allowPrivateAddresses: true, trainClip: {} },
    '"embeddings.row": "allowPrivateAddresses" has no effect without "allowDownload"; leave it out',
  ],
  [
    { ...CLIP, trainClip: { loss: 'weighted' } },
    '"embeddings.row": "loss" weighted wants "weightBy"',
  ],
  [
    { trainClip: { train: 'heads', pictureFeatures: 'runs/picture' } },
    '"embeddings.row": "train" heads wants "pictureFeatures" and "textFeatures": give "textFeatures" an output',
  ],
  [{ ...CLIP, trainClip: HEADS }, '"embeddings.row": "train" heads trains no CLIP; leave out'],
  [
    { encoder: 'text', trainClip: HEADS },
    '"embeddings.row": "encoder" has no effect on heads; leave it out',
  ],
  [
    { encoder: 'text', textModel: 'minilm', detector: 'dino' },
    '"embeddings.row": "detector" has no effect with "encoder" text; it is for picture or',
  ],
  [{ boxes: ['runs/boxes'], trainClip: HEADS }, '"embeddings.row": "boxes" has no effect without'],
  [{ detector: 'dino', trainClip: HEADS }, '"embeddings.row": "detector" has no effect on heads'],
  [{ allowDownload: true, trainClip: HEADS }, '"embeddings.row": "allowDownload" has no effect'],
  [
    { ...CLIP, detector: 'dino', boxes: ['b'] },
    '"embeddings.row": give "detector" or "boxes", not both',
  ],
  [
    { ...CLIP, shard: '1/2' },
    '"embeddings.row": "shard" leaves items out, and a comparison wants all embedded; leave it out',
  ],
  [{ ...CLIP, shard: '1/2', trainClip: {} }, '"embeddings.row": "shard" leaves items out'],
  [
    { encoder: 'text', textModel: 'minilm', allowDownload: true },
    '"embeddings.row": "allowDownload" has no effect with "encoder" text; it is for picture or',
  ],
  [
    { encoder: 'clip-text', clip: 'clip', pictureMb: 9 },
    '"embeddings.row": "pictureMb" has no effect with "encoder" clip-text; it is for picture or',
  ],
  [{ ...CLIP, endpoint: 'http://a' }, '"embeddings.row": "endpoint" needs "model" too'],
  [
    { trainClip: { ...HEADS, textFeatures: 'row' } },
    '"embeddings": "row" from "row" are made in a circle; name other features',
  ],
])('%j is answered with one line', (row, text) => {
  expect(complaint(row)).toContain(text);
});

test('a training on crops and texts may be for an encoder that reads one of them', () => {
  const sources = { detector: 'dino', endpoint: 'http://a', model: 'm' };
  expect(complaint({ ...CLIP, encoder: 'clip-text', ...sources, trainClip: {} })).toBe('');
  expect(complaint({ ...CLIP, encoder: 'clip-text', ...sources })).toContain('"detector" has no');
});

test('a picture that is described may be downloaded; features of each other are a circle', () => {
  const described = { endpoint: 'http://a', model: 'm', allowDownload: true };
  expect(complaint({ ...described, trainClip: HEADS })).toBe('');
  expect(complaint({ ...described, textModel: 'minilm' })).toBe('');
  expect(complaint({ ...CLIP, encoder: 'clip-text', pictureMb: 9, trainClip: {} })).toBe('');
  const heads = (textFeatures: string) => ({ trainClip: { ...HEADS, textFeatures } });
  expect(complaint(heads('b'), { b: heads('row') })).toContain('"row" from "b" from "row"');
});

test('files, folders and features that are not there are told before anything is made', async () => {
  const root = temporaryFolder();
  const folders = Object.fromEntries(
    Object.entries({ clip: 'config.json', boxes: 'boxes.arrow', known: 'embeddings.arrow' }).map(
      ([name, file]) => {
        mkdirSync(join(root, name));
        writeFileSync(join(root, name, file), '');
        return [name, join(root, name)];
      },
    ),
  );
  const { clip, boxes, known } = folders;
  const items = [join(root, '*/config.json')];
  const good = { encoder: 'clip', clip, items, boxes: [boxes], known: [known] };
  const told = async (row: object, trainClip?: object): Promise<string> => {
    try {
      const embeddings = complete({ row: { ...row, trainClip } });
      await assertEmbeddingsThere({ embeddings, strategies: [] }, { filesLike });
    } catch (error) {
      return nameSettings(String(error), (key) => `"${key}"`);
    }
    return '';
  };
  expect(await told(good)).toBe('');
  expect(await told({ ...good, allowDownload: true, pictureCache: 'nowhere' })).toBe('');
  const wrong: [object, string][] = [
    [{ clip: 'nowhere' }, 'nowhere does not exist; give "clip" a model\'s folder'],
    [
      { clip: join(clip, 'config.json') },
      'config.json is no folder; give "clip" a model\'s folder',
    ],
    [{ boxes: null, detector: 'dino' }, 'dino does not exist; give "detector" a model\'s folder'],
    [{ boxes: [boxes, clip] }, 'holds no boxes.arrow; give "boxes" an output of sid ground'],
    [{ texts: [boxes] }, 'holds no texts.arrow; give "texts" an output of sid describe'],
    [{ known: ['nowhere'] }, 'nowhere does not exist; give "known" an output of sid embed'],
    [{ items: ['nowhere.csv'] }, 'nowhere.csv does not exist; check the name in "items"'],
    [{ items: [clip] }, 'clip is a folder; name files in "items"'],
    [{ items: [join(root, '*.csv')] }, '*.csv matches no file; check the name'],
    [{ columns: 'nowhere.json' }, 'nowhere.json does not exist; check the name in "columns"'],
  ];
  for (const [change, line] of wrong) {
    const text = await told({ ...good, ...change });
    expect(text).toContain(line);
    expect(text).toContain('"embeddings.row": ');
  }
  expect(await told({ items }, HEADS)).toContain(
    '"embeddings.row": runs/picture does not exist; give "pictureFeatures" one of the names of "embeddings", or a path',
  );
});
