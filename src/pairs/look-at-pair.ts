// One item of a catalog as a pair: its tokens, its picture, its group.
import type { CatalogItem } from '../data/catalog/open-catalog.ts';
import { boxOf, textOf } from '../embed/item-sources.ts';
import type { ItemSources } from '../embed/item-sources.ts';
import type { TellingTokenizer } from '../onnx/tokenizer.ts';
import { measurePicture } from '../pictures/measure-picture.ts';
import { toPixels } from '../pictures/picture-box.ts';
import { pictureProblem } from '../pictures/read-picture.ts';
import type { ReadPicture } from '../pictures/read-picture.ts';
import { hashBytes } from '../util/hash-file.ts';
import type { StoredPicture } from './picture-store.ts';

/** How items are looked at. */
export interface PairLook {
  readonly sources: ItemSources;
  readonly readPicture: ReadPicture;
  readonly tokenize: TellingTokenizer;
}

/** An item that has both. */
export interface LookedPair {
  readonly ids: readonly number[];
  readonly isCut: boolean;
  readonly picture: StoredPicture;
  /** The same for the same bytes, cut alike. */
  readonly pictureKey: string;
  /** What it is kept without. */
  readonly problem: string | undefined;
}

/** A pair, or why the item is none. */
export type PairOrProblem = LookedPair | { readonly problem: string; readonly isLeftOut: true };

/** Reads text and picture of an item as `sid embed` does, and decodes the picture once. */
export async function lookAtPair(
  item: CatalogItem,
  { sources, readPicture, tokenize }: PairLook,
): Promise<PairOrProblem> {
  const text = textOf(item, sources);
  if (text.value === null || text.value.trim() === '') return leftOut('no text');
  const read = await readPicture(item.picture);
  if ('problem' in read) return leftOut(read.problem);
  const hash = hashBytes(read.bytes);
  const box = boxOf(item, hash, sources);
  const { ids, isCut } = tokenize(text.value);
  const problems = [text.problem, box.problem].filter((each) => each !== undefined);
  try {
    const upright = await measurePicture(read.bytes);
    const area = box.value === null ? null : toPixels(box.value, upright);
    const isFile = item.picture !== null && 'path' in item.picture;
    return {
      ...{ ids, isCut },
      picture: { source: isFile ? item.picture.path : read.bytes, upright, area },
      pictureKey: JSON.stringify([hash, area]),
      problem: problems.length === 0 ? undefined : problems.join('; '),
    };
  } catch (error) {
    return leftOut(pictureProblem(item.picture, error));
  }
}

function leftOut(problem: string): PairOrProblem {
  return { problem, isLeftOut: true };
}
