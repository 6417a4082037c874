// Small pictures of the items that are shown.
import type { Catalog, CatalogPicture } from '../data/catalog/open-catalog.ts';
import { pictureProblem } from '../pictures/read-picture.ts';
import type { ReadPicture } from '../pictures/read-picture.ts';
import { thumbnail } from '../pictures/thumbnail.ts';
import type { ProgressListener } from '../util/progress.ts';
import { runConcurrently } from '../util/run-concurrently.ts';
import type { CodedItems } from './coded-items.ts';

/** What pages show. */
export interface Thumbnails {
  /** Data URL by item. */
  readonly urls: ReadonlyMap<number, string>;
  /** A line for each picture that could not be read: id and why. Items without a picture are none. */
  readonly problems: readonly string[];
}

/** Twice the width of a card, for screens of two pixels a point, is more than most pages need. */
const SIDE = 160;
const PICTURES_AT_A_TIME = 8;

/** @param items whose pictures are wanted, each once */
export async function loadThumbnails(
  coded: CodedItems,
  items: readonly number[],
  catalog: Catalog,
  readPicture: ReadPicture,
  onProgress: ProgressListener,
): Promise<Thumbnails> {
  const urls = new Map<number, string>();
  const problems: string[] = [];
  const itemOf = new Map(items.map((item) => [String(coded.itemIds[item]), item]));
  const load = async ({ id, picture }: CatalogPicture): Promise<void> => {
    const item = itemOf.get(String(id));
    if (item === undefined || picture === null) return;
    const read = await readPicture(picture);
    if ('problem' in read) {
      problems.push(`item ${id}: ${read.problem}`);
      return;
    }
    try {
      urls.set(item, await thumbnail(read.bytes, SIDE));
    } catch (error) {
      problems.push(`item ${id}: ${pictureProblem(picture, error)}`);
    }
  };
  // A few hundred at a time, so that the bytes of all pictures are never in memory together.
  let batch: CatalogPicture[] = [];
  const work = async (): Promise<void> => {
    await runConcurrently(batch, PICTURES_AT_A_TIME, load);
    batch = [];
    const done = urls.size + problems.length;
    onProgress({ stage: 'pictures', done, total: items.length, unit: 'items' });
  };
  const ids = items.map((item) => coded.itemIds[item]);
  for await (const each of catalog.pictures(ids)) {
    batch.push(each);
    if (batch.length === 256) await work();
  }
  await work();
  return { urls, problems: problems.toSorted() };
}
