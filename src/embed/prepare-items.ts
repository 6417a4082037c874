// What an encoder looks at, out of a catalog's rows; what is wrong with an item is kept, never thrown.
import { readFile } from 'node:fs/promises';
import type { CatalogItem, PictureSource } from '../data/catalog/open-catalog.ts';
import { preparePicture } from '../pictures/prepare-picture.ts';
import type { PreparedPicture } from '../pictures/prepare-picture.ts';
import { messageOf, systemErrorCode } from '../util/errors.ts';
import type { Encoder, EncoderInput } from './encoder.ts';
import { itemText } from './item-text.ts';

/** An item that has no vector, or one without a part of it. */
export interface ItemProblem {
  readonly item_id: number | string;
  /** From 1, in the catalog. */
  readonly row: number;
  readonly problem: string;
  /** Whether it has a vector all the same, of what is left. */
  readonly embedded: boolean;
}

/** Some items of a catalog, ready for the encoder. */
export interface PreparedItems {
  readonly ids: readonly (number | string)[];
  readonly inputs: readonly EncoderInput[];
  readonly problems: readonly ItemProblem[];
}

/** Decoding runs on other threads: as many pictures as keep them busy, not all of a batch. */
const PICTURES_AT_A_TIME = 8;

export async function prepareItems(
  items: readonly CatalogItem[],
  encoder: Encoder,
): Promise<PreparedItems> {
  const [ids, inputs]: [(number | string)[], EncoderInput[]] = [[], []];
  const problems: ItemProblem[] = [];
  const pictures = await decodeAll(items, encoder.pictureSize);
  items.forEach((item, i) => {
    const text = encoder.readsText ? itemText(item) : null;
    const { picture, problem } = pictures[i];
    const isEmbedded = text !== null || picture !== null;
    const faults = [
      ...(encoder.readsText && text === null ? ['no text'] : []),
      ...(problem === undefined ? [] : [problem]),
    ];
    if (faults.length > 0) {
      const { id, row } = item;
      problems.push({ item_id: id, row, problem: faults.join('; '), embedded: isEmbedded });
    }
    if (!isEmbedded) return;
    ids.push(item.id);
    inputs.push({ text, picture });
  });
  return { ids, inputs, problems };
}

interface Decoded {
  readonly picture: PreparedPicture | null;
  readonly problem?: string;
}

async function decodeAll(
  items: readonly CatalogItem[],
  size: number | null,
): Promise<readonly Decoded[]> {
  const decoded: Decoded[] = items.map(() => ({ picture: null }));
  if (size === null) return decoded;
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) decoded[i] = await decode(items[i], size);
  };
  await Promise.all(Array.from({ length: PICTURES_AT_A_TIME }, work));
  return decoded;
}

async function decode({ picture }: CatalogItem, size: number): Promise<Decoded> {
  if (picture === null) return { picture: null, problem: 'no picture' };
  try {
    return { picture: await preparePicture(await bytesOf(picture), size) };
  } catch (error) {
    return { picture: null, problem: `${nameOf(picture)}${explain(error)}` };
  }
}

async function bytesOf(picture: PictureSource): Promise<Uint8Array> {
  return 'bytes' in picture ? picture.bytes : readFile(picture.path);
}

function nameOf(picture: PictureSource): string {
  return 'path' in picture ? `${picture.path}: ` : 'picture: ';
}

function explain(error: unknown): string {
  switch (systemErrorCode(error)) {
    case 'ENOENT':
      return 'does not exist';
    case 'EISDIR':
      return 'is a folder';
    default:
      return messageOf(error).split('\n')[0];
  }
}
