// The stage from a catalog's items to texts.
import type { Catalog, CatalogItem } from '../data/catalog/open-catalog.ts';
import type { Opened, Stage, StageInput } from '../parts/stage.ts';
import { encodeJpeg } from '../pictures/encode-jpeg.ts';
import { pictureProblem } from '../pictures/read-picture.ts';
import type { ReadPicture } from '../pictures/read-picture.ts';
import { hashBytes } from '../util/hash-file.ts';
import type { Describer } from './describer.ts';
import type { Description, Subject } from './describe-item.ts';
import { itemFacts } from './item-facts.ts';

const QUALITY = 85;
export const ITEMS_PER_PART = 256;

/** Whether pictures are sent: where the catalog has a column of them, and it is not to be left out. */
export function looksAtPictures(
  { columns }: Catalog,
  { textOnly }: { readonly textOnly: boolean },
): boolean {
  return columns.picture !== undefined && !textOnly;
}

/** How pictures are got and sent. */
export interface SentPictures {
  readonly read: ReadPicture;
  /** Longer side. */
  readonly size: number;
}

/**
 * @param decides what decides texts besides the items: model, prompts, rounds ...
 * @param pictures null: none is looked at
 */
export function describeStage(
  describer: Describer,
  decides: object,
  pictures: SentPictures | null,
): Stage<Subject, Description> {
  return {
    says: 'describing',
    decides,
    itemsPerPart: ITEMS_PER_PART,
    load: (item) => loadItem(item, pictures),
    make: (subjects, onDone) => describer.describe(subjects, onDone),
  };
}

async function loadItem(
  item: CatalogItem,
  pictures: SentPictures | null,
): Promise<StageInput<Subject>> {
  const facts = itemFacts(item);
  if (pictures === null) {
    const value = facts === null ? null : { facts, picture: null };
    const opened = value === null ? { value, problem: 'no text' } : { value };
    return { decides: facts, open: () => Promise.resolve(opened) };
  }
  const { size: side } = pictures;
  const read = await pictures.read(item.picture);
  if ('problem' in read) {
    const { problem } = read;
    return { decides: [facts, problem], open: () => Promise.resolve(byFacts(facts, problem)) };
  }
  const hash = hashBytes(read.bytes);
  return {
    decides: [facts, hash],
    async open() {
      try {
        const jpeg = await encodeJpeg(read.bytes, { side, quality: QUALITY });
        return { value: { facts, picture: { jpeg, hash: `${hash} ${side}` } } };
      } catch (error) {
        return byFacts(facts, pictureProblem(item.picture, error));
      }
    },
  };
}

/** An item of which there is no picture. */
function byFacts(facts: string | null, problem: string): Opened<Subject> {
  return facts === null
    ? { value: null, problem: `no text; ${problem}` }
    : { value: { facts, picture: null }, problem };
}
