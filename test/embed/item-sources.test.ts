import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeItemBoxes } from '../../src/artifacts/item-boxes.ts';
import { writeItemTexts } from '../../src/artifacts/item-texts.ts';
import type { CatalogItem } from '../../src/data/catalog/open-catalog.ts';
import { boxOf, readItemSources, textOf } from '../../src/embed/item-sources.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-sources-'));
const nothing = { boxes: null, texts: null };

const item = (id: number, title: string | null = 'red mug'): CatalogItem => ({
  ...{ id, row: id + 1, picture: null, type: null, title, description: null, attributes: [] },
});

/** Folders as sid ground and sid describe write them, one for each item. */
async function writeFolders(ids: readonly number[]): Promise<string[]> {
  const folders: string[] = [];
  for (const id of ids) {
    const folder = join(root, String(id));
    mkdirSync(folder);
    const itemIds = Float64Array.of(id);
    const corners = { x0: 0, y0: 0.25, x1: 0.5, y1: 1 };
    const box = { ...corners, score: 0.5, isFound: true, prompt: 'mug', pictureHash: `hash ${id}` };
    await writeItemBoxes(join(folder, 'boxes.arrow'), [{ itemIds, boxes: [box] }]);
    const text = { text: `text ${id}`, rounds: 1, isGood: true };
    await writeItemTexts(join(folder, 'texts.arrow'), [{ itemIds, texts: [text] }]);
    folders.push(folder);
  }
  return folders;
}

test('boxes and texts of several shards are found by item', async () => {
  const folders = await writeFolders([1, 2]);
  const sources = await readItemSources({ boxes: folders, texts: folders });
  expect(textOf(item(2), sources)).toEqual({ value: 'text 2' });
  expect(boxOf(item(1), 'hash 1', sources).value).toMatchObject({ y0: 0.25, x1: 0.5 });
  // What they lack is said, and the catalog's own is taken.
  expect(textOf(item(3), sources)).toEqual({
    value: 'red mug',
    problem: 'no text in ‹texts›; what the catalog says is taken',
  });
  expect(textOf(item(3, null), sources)).toEqual({ value: null, problem: 'no text' });
  expect(boxOf(item(3), 'hash 3', sources).problem).toContain('no box in ‹boxes›');
  // A box holds for the picture that it was found in alone.
  expect(boxOf(item(2), 'hash of another', sources)).toEqual({
    value: null,
    problem: 'its box in ‹boxes› is of another picture; the whole picture is taken',
  });
});

test('without them nothing is missing', async () => {
  const sources = await readItemSources(nothing);
  expect(sources).toEqual(nothing);
  expect(textOf(item(1), sources)).toEqual({ value: 'red mug' });
  expect(boxOf(item(1), 'any', sources)).toEqual({ value: null });
});

test('a folder that holds none is named', async () => {
  const folders = [join(root, 'nowhere')];
  await expect(readItemSources({ boxes: folders, texts: null })).rejects.toThrow(
    'boxes.arrow does not exist',
  );
});
