// A whole catalog, part by part, resumable at any part.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readItemEmbeddings, writeItemEmbeddingParts } from '../artifacts/item-embeddings.ts';
import type { ItemEmbeddings } from '../artifacts/item-embeddings.ts';
import { toIds } from '../artifacts/id-file.ts';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import type { Catalog, CatalogItem } from '../data/catalog/open-catalog.ts';
import { boolean, integer, list, objectOf, string, union, unknown } from '../schema/json.ts';
import { assertSameSettings } from '../schema/same-settings.ts';
import { writeJsonWhole } from '../util/atomic-output.ts';
import { InterruptedError, setting, UserError } from '../util/errors.ts';
import type { ProgressListener } from '../util/progress.ts';
import type { ShouldStop } from '../util/signals.ts';
import type { Encoder } from './encoder.ts';
import { prepareItems } from './prepare-items.ts';
import type { ItemProblem, PreparedItems } from './prepare-items.ts';

export interface EmbedJob {
  readonly catalog: Catalog;
  readonly encoder: Encoder;
  /** Worked in; parts lie in its folder `checkpoint`. */
  readonly folder: string;
  /** All that decides the vectors: a run goes on only with the same. */
  readonly settings: object;
  readonly onProgress: ProgressListener;
  readonly shouldStop: ShouldStop;
}

export interface EmbeddedCatalog {
  /** Items with a vector. */
  readonly numEmbedded: number;
  readonly numEncoded: number;
  readonly problems: readonly ItemProblem[];
}

/** Items of a part. A part is encoded as a whole, so that a run that was killed comes to the same bytes. */
const PART_ITEMS = 256;

const partSchema = objectOf({
  embedded: integer,
  problems: list(
    objectOf({
      item_id: union([integer, string()], 'an id'),
      row: integer,
      problem: string(),
      embedded: boolean(),
    }),
  ),
});

/**
 * Writes embeddings.arrow (item_id, embedding) in the order of the catalog. Pictures of the next part are decoded
 * while this one is encoded.
 *
 * @throws UserError if no item has anything to encode, or the folder was begun with other settings
 * @throws InterruptedError after the part at hand
 */
export async function embedCatalog(job: EmbedJob): Promise<EmbeddedCatalog> {
  const { catalog, encoder, folder, onProgress } = job;
  await beginOrResume(job);
  const numParts = Math.ceil(catalog.numItems / PART_ITEMS);
  let part = 0;
  while (part < numParts && existsSync(partPath(folder, part, 'json'))) part++;
  const numDone = part * PART_ITEMS;
  const prepared = prepareAhead(catalog.batches(numDone + 1, PART_ITEMS), encoder);
  for await (const items of prepared) {
    const embeddings_ND = await encoder.encode(items.inputs);
    await writePart(folder, part++, { ...items, embeddings_ND, width: encoder.width });
    const done = Math.min(part * PART_ITEMS, catalog.numItems);
    onProgress({ stage: 'encoding', done, total: catalog.numItems, unit: 'items' });
    if (job.shouldStop() && part < numParts) {
      throw new InterruptedError(`add ${setting('resume')} to go on`);
    }
  }
  const parts = Array.from({ length: numParts }, (_, i) => readPart(folder, i));
  const numEmbedded = parts.reduce((sum, { embedded }) => sum + embedded, 0);
  if (numEmbedded === 0) {
    const [first] = parts.flatMap(({ problems }) => problems);
    throw new UserError(
      `${catalog.file.path}: no item can be encoded; the first, row ${first.row}: ${first.problem}`,
    );
  }
  await writeItemEmbeddingParts(join(folder, 'embeddings.arrow'), readParts(folder, parts));
  return {
    numEmbedded,
    numEncoded: catalog.numItems - numDone,
    problems: parts.flatMap(({ problems }) => problems),
  };
}

async function beginOrResume({ folder, settings }: EmbedJob): Promise<void> {
  const path = join(folder, 'checkpoint', 'settings.json');
  mkdirSync(join(folder, 'checkpoint'), { recursive: true });
  if (!existsSync(path)) {
    await writeJsonWhole(path, settings);
    return;
  }
  const begun = parseFile(unknown(), readJson(path), path);
  assertSameSettings(begun as object, settings, folder);
}

/** Each part is prepared while the one before it is encoded. */
async function* prepareAhead(
  batches: AsyncGenerator<CatalogItem[]>,
  encoder: Encoder,
): AsyncGenerator<PreparedItems> {
  const prepareNext = async (): Promise<PreparedItems | undefined> => {
    const batch: IteratorResult<CatalogItem[], unknown> = await batches.next();
    return batch.done === true ? undefined : prepareItems(batch.value, encoder);
  };
  let next = prepareNext();
  try {
    for (;;) {
      const items = await next;
      if (items === undefined) return;
      next = prepareNext();
      yield items;
    }
  } finally {
    // Where the encoder threw, nobody waits for it any more.
    await next.catch(() => undefined);
    await batches.return(undefined);
  }
}

async function writePart(
  folder: string,
  part: number,
  { ids, problems, embeddings_ND, width }: PreparedItems & Omit<ItemEmbeddings, 'itemIds'>,
): Promise<void> {
  const path = partPath(folder, part, 'arrow');
  if (ids.length > 0) {
    const itemIds = toIds([...ids], 'item_id', path);
    await writeItemEmbeddingParts(path, [{ itemIds, embeddings_ND, width }]);
  }
  // Last: with it the part is whole.
  await writeJsonWhole(partPath(folder, part, 'json'), { embedded: ids.length, problems });
}

function readPart(folder: string, part: number) {
  const path = partPath(folder, part, 'json');
  return parseFile(partSchema, readJson(path), path, `run again with ${setting('force')}`);
}

async function* readParts(
  folder: string,
  parts: readonly { readonly embedded: number }[],
): AsyncGenerator<ItemEmbeddings> {
  for (const [part, { embedded }] of parts.entries()) {
    if (embedded > 0) yield await readItemEmbeddings(partPath(folder, part, 'arrow'));
  }
}

function partPath(folder: string, part: number, ending: 'arrow' | 'json'): string {
  return join(folder, 'checkpoint', `part-${String(part).padStart(6, '0')}.${ending}`);
}
