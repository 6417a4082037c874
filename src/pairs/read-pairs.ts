// A catalog as pairs of picture and text.
import type { Catalog, CatalogItem } from '../data/catalog/open-catalog.ts';
import type { Database } from '../data/duckdb.ts';
import { InterruptedError, setting, UserError } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import { runConcurrently } from '../util/run-concurrently.ts';
import type { ShouldStop } from '../util/signals.ts';
import { lookAtPair } from './look-at-pair.ts';
import type { PairLook } from './look-at-pair.ts';
import { PairBuilder } from './pair-builder.ts';
import { readPairColumns } from './pair-columns.ts';
import type { PairColumnSettings } from './pair-settings.ts';
import type { PairTable } from './pair-table.ts';
import { createPictureStore } from './picture-store.ts';

export interface PairReading extends PairLook {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly settings: PairColumnSettings;
  /** A file for pictures that are no files; `pictures.close()` of the table removes it. */
  readonly picturesPath: string;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

const ITEMS_AT_A_TIME = 256;
/** Decoding runs on other threads. */
const PICTURES_AT_A_TIME = 8;

/**
 * Reads a catalog once. Each picture is decoded once, and forgotten: one that is broken is told of now. An item without a
 * text or without a picture is left out.
 *
 * @throws UserError if no pair is left, or the catalog lacks a column that the settings name
 * @throws InterruptedError
 */
export async function readPairs(job: PairReading): Promise<PairTable> {
  const { database, catalog, settings } = job;
  const columns = await readPairColumns(database, catalog, settings);
  const store = createPictureStore(job.picturesPath);
  try {
    const pairs = await addAll(job, new PairBuilder(columns, store));
    const table = pairs.finish(catalog.file.path);
    if (pairs.numPairs === 0) throw nothingThere(table);
    return table;
  } catch (error) {
    store.close();
    throw error;
  }
}

async function addAll(job: PairReading, pairs: PairBuilder): Promise<PairBuilder> {
  const { catalog, onProgress } = job;
  const total = catalog.numItems;
  let done = 0;
  for await (const items of catalog.batches(1, total, ITEMS_AT_A_TIME)) {
    if (job.shouldStop()) throw new InterruptedError(`add ${setting('resume')} to go on`);
    const look = (item: CatalogItem) => lookAtPair(item, job);
    const looked = await runConcurrently(items, PICTURES_AT_A_TIME, look);
    looked.forEach((each, i) => {
      if ('isLeftOut' in each) pairs.addProblem(items[i], each.problem, false);
      else pairs.add(items[i], each);
    });
    done += items.length;
    onProgress({ stage: 'reading pairs', done, total, unit: 'items' });
  }
  return pairs;
}

function nothingThere({ catalogPath, problems: [{ row, problem }] }: PairTable): UserError {
  return new UserError(
    `${catalogPath}: no item has both a picture and a text; the first, row ${row}: ${problem}`,
  );
}
