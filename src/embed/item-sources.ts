// What stages before it found out about a catalog's items: boxes and texts.
import { join } from 'node:path';
import { streamItemBoxes } from '../artifacts/item-boxes.ts';
import type { ItemBox } from '../artifacts/item-boxes.ts';
import { streamItemTexts } from '../artifacts/item-texts.ts';
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import { setting } from '../util/errors.ts';
import { itemText } from './item-text.ts';

type ById<T> = ReadonlyMap<number | string, T>;

/** By item; null: not asked for. */
export interface ItemSources {
  readonly boxes: ById<ItemBox> | null;
  readonly texts: ById<string> | null;
}

/** Something of an item, and what is wrong with it. */
interface Found<T> {
  readonly value: T;
  readonly problem?: string;
}

/**
 * Reads outputs of `sid ground` and `sid describe`, shards too.
 *
 * @throws UserError if a folder holds none
 */
export async function readItemSources(folders: {
  readonly boxes: readonly string[] | null;
  readonly texts: readonly string[] | null;
}): Promise<ItemSources> {
  let [boxes, texts]: [Map<number | string, ItemBox> | null, Map<number | string, string> | null] =
    [null, null];
  for (const folder of folders.boxes ?? []) {
    boxes ??= new Map();
    for await (const batch of streamItemBoxes(join(folder, 'boxes.arrow'))) {
      for (const [i, id] of batch.itemIds.entries()) boxes.set(id, batch.boxes[i]);
    }
  }
  for (const folder of folders.texts ?? []) {
    texts ??= new Map();
    for await (const batch of streamItemTexts(join(folder, 'texts.arrow'))) {
      for (const [i, id] of batch.itemIds.entries()) texts.set(id, batch.texts[i].text);
    }
  }
  return { boxes, texts };
}

/** The text that was written for an item, else what its catalog says; null: neither. */
export function textOf(item: CatalogItem, { texts }: ItemSources): Found<string | null> {
  const written = texts?.get(item.id);
  if (written !== undefined) return { value: written };
  const value = itemText(item);
  if (value === null) return { value, problem: 'no text' };
  if (texts === null) return { value };
  return { value, problem: `no text in ${setting('texts')}; what the catalog says is taken` };
}

/** Where an item is in its picture; null: everywhere. @param pictureHash SHA-256 of the picture's bytes */
export function boxOf(
  { id }: CatalogItem,
  pictureHash: string,
  { boxes }: ItemSources,
): Found<ItemBox | null> {
  if (boxes === null) return { value: null };
  const box = boxes.get(id);
  if (box === undefined) {
    return { value: null, problem: `no box in ${setting('boxes')}; the whole picture is taken` };
  }
  if (box.pictureHash === pictureHash) return { value: box };
  return {
    value: null,
    problem: `its box in ${setting('boxes')} is of another picture; the whole picture is taken`,
  };
}
