// A whole catalog, part by part, resumable at any part.
import type { CatalogItem, CatalogRows } from '../data/catalog/open-catalog.ts';
import { InterruptedError, setting, UserError } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import { beginOrResume } from './begin-or-resume.ts';
import type { ItemProblem } from './item-problem.ts';
import { openKnownItems } from './known-items.ts';
import type { KnownItems } from './known-items.ts';
import { PartFiles } from './part-files.ts';
import { preparePart, worksOn } from './prepare-part.ts';
import type { PreparedPart } from './prepare-part.ts';
import type { RowFile } from './row-file.ts';
import { shardRange } from './shard.ts';
import type { Shard } from './shard.ts';
import type { Stage } from './stage.ts';

/** A stage over a catalog. */
export interface CatalogWork<L, R> {
  readonly catalog: CatalogRows;
  readonly stage: Stage<L, R>;
  readonly rowFile: RowFile<R>;
  /** Worked in; parts lie in its folder `checkpoint`. */
  readonly folder: string;
  /** All that decides the output: a run goes on only with the same. */
  readonly settings: object;
  readonly shard: Shard | null;
  /** Earlier outputs. */
  readonly known: readonly string[];
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

/** What came of it. */
export interface WorkedCatalog {
  /** Items of the catalog, or of the shard. */
  readonly numItems: number;
  readonly numRows: number;
  /** Rows taken from earlier outputs. */
  readonly numKnown: number;
  /** Items that this process worked on. */
  readonly numWorked: number;
  readonly problems: readonly ItemProblem[];
}

/**
 * Writes a row for each item, in the order of the catalog, and what the rows were made from (inputs.arrow). Parts are
 * worked on as a whole, so that a run that was killed comes to the same bytes; inputs of the next part are opened meanwhile.
 *
 * @throws UserError if no item has a row, or the folder was begun with other settings
 * @throws InterruptedError after the part at hand
 */
export async function workThroughCatalog<L, R>(job: CatalogWork<L, R>): Promise<WorkedCatalog> {
  const known = await openKnownItems(job.known, job.rowFile);
  try {
    return await workWith(known, job);
  } finally {
    await known.close();
  }
}

async function workWith<L, R>(
  known: KnownItems<R>,
  job: CatalogWork<L, R>,
): Promise<WorkedCatalog> {
  const { catalog, stage, folder, onProgress } = job;
  const size = stage.itemsPerPart;
  await beginOrResume(folder, job.settings);
  const files = new PartFiles(folder, job.rowFile);
  const [from, to] = shardRange(Math.ceil(catalog.numItems / size), job.shard);
  const numItems = Math.min(to * size, catalog.numItems) - from * size;
  let part = from;
  while (part < to && files.has(part)) part++;
  let numWorked = 0;
  const begun = Math.min((part - from) * size, numItems);
  onProgress({ stage: stage.says, done: begun, total: numItems, unit: 'items' });
  for await (const prepared of prepareAhead(part, to, known, job)) {
    const before = (part - from) * size;
    const report = (numDone: number): void =>
      onProgress({ stage: stage.says, done: before + numDone, total: numItems, unit: 'items' });
    await files.write(part++, await worksOn(prepared, known, stage, report));
    numWorked += prepared.numNew;
    report(prepared.items.length);
    if (job.shouldStop() && part < to)
      throw new InterruptedError(`add ${setting('resume')} to go on`);
  }
  const parts = Array.from({ length: to - from }, (_, i) => from + i);
  const summaries = parts.map((each) => files.summary(each));
  const problems = summaries.flatMap((each) => each.problems);
  const numRows = summaries.reduce((sum, { rows }) => sum + rows, 0);
  if (numRows === 0) {
    // So that it goes on when what they lack has been mended, like a folder of pictures.
    files.forget(parts);
    throw nothingThere(job, problems);
  }
  await files.join(parts.filter((_, i) => summaries[i].rows > 0));
  const numKnown = summaries.reduce((sum, each) => sum + each.known, 0);
  return { numItems, numRows, numKnown, numWorked, problems };
}

/** Each part is prepared while the one before it is worked on. */
async function* prepareAhead<L, R>(
  from: number,
  to: number,
  known: KnownItems<R>,
  { catalog, stage }: CatalogWork<L, R>,
): AsyncGenerator<PreparedPart<L>> {
  if (from >= to) return;
  const size = stage.itemsPerPart;
  const batches = catalog.batches(from * size + 1, to * size, size);
  const prepareNext = async (): Promise<PreparedPart<L> | undefined> => {
    const batch: IteratorResult<CatalogItem[], unknown> = await batches.next();
    return batch.done === true ? undefined : preparePart(batch.value, known, stage);
  };
  let next = prepareNext();
  try {
    for (;;) {
      const prepared = await next;
      if (prepared === undefined) return;
      next = prepareNext();
      yield prepared;
    }
  } finally {
    // Where the stage threw, nobody waits for it any more.
    await next.catch(() => undefined);
    await batches.return(undefined);
  }
}

function nothingThere<L, R>(
  { catalog, shard, stage }: CatalogWork<L, R>,
  problems: readonly ItemProblem[],
): UserError {
  const { path } = catalog.file;
  if (problems.length === 0) {
    return new UserError(
      `${path}: shard ${shard?.index}/${shard?.count} has no items; take fewer shards`,
    );
  }
  const [{ row, problem }] = problems;
  return new UserError(
    `${path}: no item is left for ${stage.says}; the first, row ${row}: ${problem}`,
  );
}
