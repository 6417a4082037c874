// The pass over the pictures after grounding: crops, and thumbnails for the contact sheet.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { streamItemBoxes } from '../artifacts/item-boxes.ts';
import type { ItemBox } from '../artifacts/item-boxes.ts';
import type { Catalog, CatalogItem } from '../data/catalog/open-catalog.ts';
import type { ItemProblem } from '../parts/item-problem.ts';
import { encodeJpeg } from '../pictures/encode-jpeg.ts';
import { pictureProblem } from '../pictures/read-picture.ts';
import type { ReadPicture } from '../pictures/read-picture.ts';
import { thumbnail } from '../pictures/thumbnail.ts';
import { explainWriteError } from '../util/atomic-output.ts';
import { InterruptedError, setting } from '../util/errors.ts';
import { partialPath } from '../util/partial-files.ts';
import type { ProgressListener } from '../util/progress.ts';
import { runConcurrently } from '../util/run-concurrently.ts';
import type { ShouldStop } from '../util/signals.ts';
import { cropName } from './crop-name.ts';

/** What is made of pictures and boxes. */
export interface ShowJob {
  readonly catalog: Catalog;
  /** Of the catalog, from 1; both are included. */
  readonly rows: readonly [first: number, last: number];
  /** boxes.arrow, in the order of the catalog. */
  readonly boxes: string;
  readonly readPicture: ReadPicture;
  /** For a JPEG of each crop; what is there is kept. Null: none. */
  readonly crops: string | null;
  /** Of whom thumbnails are wanted. */
  readonly shown: ReadonlySet<number | string>;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** An item on the contact sheet. */
export interface ShownItem {
  readonly item: CatalogItem;
  readonly box: ItemBox;
  /** Data URL; null: the picture cannot be read any more. */
  readonly picture: string | null;
}

interface BoxedItem {
  readonly item: CatalogItem;
  readonly box: ItemBox;
}

/** Sharp enough to tell what is in the box, 200 of them in two megabytes. */
const THUMBNAIL_SIDE = 240;
/** At its own resolution, visibly the same as the original. */
const AS_CROP = { side: null, quality: 92 };
const ITEMS_PER_BATCH = 256;
const PICTURES_AT_A_TIME = 8;

/**
 * Reads again the pictures that crops and thumbnails are made from, one pass for both.
 *
 * @throws InterruptedError between two batches
 */
export async function showBoxes(job: ShowJob): Promise<{
  readonly shown: readonly ShownItem[];
  readonly numCrops: number;
  readonly problems: readonly ItemProblem[];
}> {
  const shown: ShownItem[] = [];
  const problems: ItemProblem[] = [];
  let numCrops = 0;
  if (job.crops !== null) mkdirSync(job.crops, { recursive: true });
  for await (const items of boxedItems(job)) {
    const made = await runConcurrently(items, PICTURES_AT_A_TIME, (each) => showOne(each, job));
    for (const { shownItem, hasCrop, problem } of made) {
      if (shownItem !== undefined) shown.push(shownItem);
      if (problem !== undefined) problems.push(problem);
      if (hasCrop) numCrops++;
    }
    if (job.shouldStop()) throw new InterruptedError(`add ${setting('resume')} to go on`);
  }
  return { shown, numCrops, problems };
}

interface Made {
  readonly hasCrop: boolean;
  readonly shownItem?: ShownItem;
  readonly problem?: ItemProblem;
}

async function showOne(each: BoxedItem, job: ShowJob): Promise<Made> {
  const { item, box } = each;
  const path = job.crops === null ? null : join(job.crops, cropName(item.id));
  const wantsCrop = path !== null && !existsSync(path);
  const isShown = job.shown.has(item.id);
  if (!wantsCrop && !isShown) return { hasCrop: path !== null };
  const jpegs = await makeJpegs(each, job.readPicture, { wantsCrop, isShown });
  const hasProblem = 'problem' in jpegs;
  const shownItem = { item, box, picture: hasProblem ? null : jpegs.picture };
  const made = isShown ? { shownItem } : {};
  if (!wantsCrop) return { ...made, hasCrop: path !== null };
  if (hasProblem) {
    const problem = `no crop: ${jpegs.problem}`;
    const named = { item_id: item.id, row: item.row, problem, kept: true };
    return { ...made, hasCrop: false, problem: named };
  }
  writeCrop(path, jpegs.crop);
  return { ...made, hasCrop: true };
}

interface Jpegs {
  /** Empty where it is not wanted. */
  readonly crop: Uint8Array;
  /** Data URL of a thumbnail. */
  readonly picture: string | null;
}

async function makeJpegs(
  { item, box }: BoxedItem,
  readPicture: ReadPicture,
  { wantsCrop, isShown }: { readonly wantsCrop: boolean; readonly isShown: boolean },
): Promise<Jpegs | { readonly problem: string }> {
  const read = await readPicture(item.picture);
  if ('problem' in read) return read;
  try {
    return {
      crop: wantsCrop ? await encodeJpeg(read.bytes, { ...AS_CROP, box }) : new Uint8Array(),
      picture: isShown ? await thumbnail(read.bytes, THUMBNAIL_SIDE) : null,
    };
  } catch (error) {
    return { problem: pictureProblem(item.picture, error) };
  }
}

/** Whole or not at all, without a look at all the others that are there. */
function writeCrop(path: string, jpeg: Uint8Array): void {
  try {
    writeFileSync(partialPath(path), jpeg);
    renameSync(partialPath(path), path);
  } catch (error) {
    throw explainWriteError(error, path);
  }
}

/** Items that have a box. Both files have one order, so that neither is held in memory. */
async function* boxedItems({ catalog, boxes, ...job }: ShowJob): AsyncGenerator<BoxedItem[]> {
  const [first, last] = job.rows;
  const boxed = boxRows(boxes);
  let next = await boxed.next();
  let done = 0;
  for await (const items of catalog.batches(first, last, ITEMS_PER_BATCH)) {
    const found: BoxedItem[] = [];
    for (const item of items) {
      if (next.done === true || next.value.id !== item.id) continue;
      found.push({ item, box: next.value.box });
      next = await boxed.next();
    }
    yield found;
    done += items.length;
    const stage = job.crops === null ? 'contact sheet' : 'cropping';
    job.onProgress({ stage, done, total: last - first + 1, unit: 'items' });
  }
}

async function* boxRows(
  path: string,
): AsyncGenerator<{ id: number | string; box: ItemBox }, undefined> {
  for await (const { itemIds, boxes } of streamItemBoxes(path)) {
    for (const [i, id] of itemIds.entries()) yield { id, box: boxes[i] };
  }
}
