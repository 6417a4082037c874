// A catalog as pairs of features: what encoders made of its pictures and texts before.
import type { ItemEmbeddings } from '../artifacts/item-embeddings.ts';
import type { Catalog } from '../data/catalog/open-catalog.ts';
import type { Database } from '../data/duckdb.ts';
import { textOf } from '../embed/item-sources.ts';
import type { ItemSources } from '../embed/item-sources.ts';
import { UserError } from '../util/errors.ts';
import { hashBytes } from '../util/hash-file.ts';
import { indexOfIds } from '../util/ids.ts';
import type { Ids } from '../util/ids.ts';
import { readPairColumns } from './pair-columns.ts';
import type { PairColumnSettings } from './pair-settings.ts';
import { PairRowBuilder } from './pair-row-builder.ts';
import type { PairRows } from './pair-table.ts';

/** Features of one side, and where they are from. */
export interface FeatureTable extends ItemEmbeddings {
  /** For messages. */
  readonly path: string;
}

/** Items that have features of both sides. */
export interface FeaturePairs {
  readonly rows: PairRows;
  /** Where the features of each pair stand in their table. */
  readonly row_N: Readonly<Record<'picture' | 'text', Int32Array>>;
}

/** What pairs are made of. */
export interface FeatureReading {
  readonly database: Database;
  readonly catalog: Catalog;
  readonly settings: PairColumnSettings;
  readonly sources: ItemSources;
  readonly features: Readonly<Record<'picture' | 'text', FeatureTable>>;
}

/**
 * Pairs in the order of the catalog, whose pictures are not looked at. Items of one text are known by the text itself, of one
 * picture by features that are the same to the last bit.
 *
 * @throws UserError if ids are numbers in one place and text in another, or no item of the catalog has both
 */
export async function readFeaturePairs(job: FeatureReading): Promise<FeaturePairs> {
  const { catalog, features } = job;
  const builder = new PairRowBuilder(await readPairColumns(job.database, catalog, job.settings));
  assertSameKind(features.picture, features.text);
  const rowOf = {
    picture: indexOfIds(features.picture.itemIds),
    text: indexOfIds(features.text.itemIds),
  };
  const rows: Record<'picture' | 'text', number[]> = { picture: [], text: [] };
  let isChecked = false;
  for await (const items of catalog.texts()) {
    for (const item of items) {
      if (!isChecked)
        assertSameKind({ path: catalog.file.path, itemIds: [item.id] }, features.picture);
      isChecked = true;
      const [picture, text] = [rowOf.picture.get(item.id), rowOf.text.get(item.id)];
      if (picture === undefined || text === undefined) {
        builder.addProblem(item, missing(picture, text), false);
        continue;
      }
      const written = textOf(item, job.sources);
      builder.add(item, { text: written.value, picture: hashOfRow(features.picture, picture) });
      if (written.problem !== undefined) builder.addProblem(item, written.problem, true);
      rows.picture.push(picture);
      rows.text.push(text);
    }
  }
  if (builder.numPairs === 0) throw nothingInCommon(job);
  return {
    rows: builder.finish(catalog.file.path),
    row_N: { picture: Int32Array.from(rows.picture), text: Int32Array.from(rows.text) },
  };
}

function missing(picture: number | undefined, text: number | undefined): string {
  if (picture === undefined && text === undefined) return 'no features';
  return picture === undefined ? 'no features of its picture' : 'no features of its text';
}

function hashOfRow({ embeddings_ND, width }: FeatureTable, row: number): string {
  const { buffer, byteOffset } = embeddings_ND.subarray(row * width, (row + 1) * width);
  return hashBytes(new Uint8Array(buffer, byteOffset, width * Float32Array.BYTES_PER_ELEMENT));
}

interface NamedIds {
  readonly path: string;
  readonly itemIds: Ids | readonly (number | string)[];
}

function assertSameKind(...tables: readonly [NamedIds, NamedIds]): void {
  const [first, second] = tables.map(({ itemIds }) => typeof itemIds[0]);
  if (first === second) return;
  const says = tables.map(({ path, itemIds }) =>
    typeof itemIds[0] === 'number' ? `${path} are numbers` : `${path} are text`,
  );
  throw new UserError(`ids of ${says.join(', those of ')}; write them alike`);
}

function nothingInCommon({ catalog, features }: FeatureReading): UserError {
  const id = ({ itemIds }: FeatureTable): string => JSON.stringify(itemIds[0]);
  return new UserError(
    `no item of ${catalog.file.path} is in both ${features.picture.path} (the first is ${id(features.picture)}) and ` +
      `${features.text.path} (${id(features.text)}); give features of this catalog's items`,
  );
}
